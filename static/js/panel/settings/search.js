/**
 * The search of a station's site, as it goes: the page's own words for it are taken anew each second, and once it is over the
 * page is loaded with what was found.
 */
const SEARCH_LOOK_MS = 1000;
const SHOWN = ["search-part", "search-step"];

/** Throws where the page cannot be had: it is asked again. */
async function showSearch() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (answer.status >= 500) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const bar = page.querySelector("progress");
  if (!bar) {
    location.reload();
    return;
  }
  const shown = document.querySelector("progress");
  if (shown) shown.value = bar.value;
  for (const id of SHOWN) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old && fresh && old.textContent !== fresh.textContent) old.textContent = fresh.textContent;
  }
}

setInterval(() => void showSearch().catch(() => undefined), SEARCH_LOOK_MS);
