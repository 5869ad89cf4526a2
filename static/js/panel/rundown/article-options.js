/** The articles that can be picked: the newest at first, then also whatever the station's search finds for what is typed. */

import { element, need } from "../../page/dom.js";

const offered = need(document, "#offered", HTMLDataListElement);
const WAIT_MS = 200;
const OFFERED_OPTIONS = 1000;
/** @type {ReturnType<typeof setTimeout>} */
let timer;
let asked = "";

document.addEventListener("input", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.getAttribute("list") !== "offered") return;
  clearTimeout(timer);
  timer = setTimeout(() => find(target.value.trim()).catch(() => {}), WAIT_MS); // away: the newest can still be picked
});

/** @param {string} text */
async function find(text) {
  if (text.length < 2 || text === asked || offered.options.length > OFFERED_OPTIONS) return;
  asked = text;
  const answer = await fetch(`/api/v1/articles?q=${encodeURIComponent(text)}&limit=20`, { signal: AbortSignal.timeout(5000) });
  if (!answer.ok) return;
  const known = new Set([...offered.options].map(({ dataset }) => dataset.slug));
  for (const { slug, title } of (await answer.json()).articles) {
    if (known.has(slug)) continue;
    offered.append(element("option", { value: title, "data-slug": slug }));
  }
}
