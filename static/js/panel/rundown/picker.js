/** The articles that can be picked: the newest at first, then also whatever the station's search finds for what is typed. */

const offered = document.getElementById("offered");
const WAIT_MS = 200;
const MOST = 1000;
let timer = 0;
let asked = "";

document.addEventListener("input", ({ target }) => {
  if (target.getAttribute?.("list") !== "offered") return;
  clearTimeout(timer);
  timer = setTimeout(() => find(target.value.trim()).catch(() => {}), WAIT_MS); // away: the newest can still be picked
});

async function find(text) {
  if (text.length < 2 || text === asked || offered.options.length > MOST) return;
  asked = text;
  const answer = await fetch(`/api/v1/articles?q=${encodeURIComponent(text)}&limit=20`, { signal: AbortSignal.timeout(5000) });
  if (!answer.ok) return;
  const known = new Set([...offered.options].map(({ dataset }) => dataset.slug));
  for (const { slug, title } of (await answer.json()).articles) {
    if (known.has(slug)) continue;
    const option = Object.assign(document.createElement("option"), { value: title });
    option.dataset.slug = slug;
    offered.append(option);
  }
}
