/** What is followed is looked after by a script of its own, which is fetched where there is something to follow or to show of it. */
import { announce } from "../page/announce.js";
import { parts, recall, remember } from "../page/page.js";

function look() {
  const wanted = document.querySelector("aw-follow, aw-followed[data-whole]") ?? (recall("follows")?.length && document.querySelector("aw-followed"));
  if (wanted) import(parts.follow).then(({ startFollowing }) => startFollowing({ recall, remember, announce })).catch(() => {});
}

export function offerFollowing() {
  look();
  document.addEventListener("airwire:page", look);
}
