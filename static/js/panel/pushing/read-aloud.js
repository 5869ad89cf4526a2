/** The card beside the microphone: red the moment its headline is corrected or withdrawn, and it says when it may be out of date. */
import { startTicking } from "../../clock/time.js";
import { feed } from "../../feed/feed.js";
import { need, setText } from "../../page/dom.js";
import { board } from "../../page/site.js";
import { say } from "../../page/words.js";
import { follow } from "../rehearsal/follow.js";
import { DESK } from "../rehearsal/where.js";

/** @import { BreakingItem } from "../../feed/events.d.ts" */

const RETRY_MS = 2000;
const card = need(document, "#aloud");
const alarm = need(document, "#alarm");
const understood = need(document, "#understood", HTMLButtonElement);
let wasUp = false;

board.subscribe("breaking", (items, cause) => {
  const change = cause?.name === "breaking" ? cause.data : null;
  if (!change) return compare(items);
  const isShown = change.item.id === card.dataset.id;
  if (isShown && change.action === "corrected") red("aloud_corrected");
  else if (isShown && change.action === "withdrawn") red("aloud_withdrawn");
  else if (change.action === "published" && "follows" in card.dataset && !("alarm" in card.dataset)) void draw();
});

/** The board came as a whole: what changed meanwhile is red as well. @param {BreakingItem[]} items */
function compare(items) {
  const { id, rev, state, follows } = card.dataset;
  const item = items.find((one) => one.id === id);
  if (item && item.rev > Number(rev)) red("aloud_corrected");
  else if (!item && state === "current") void draw().then(() => card.dataset.state === "withdrawn" && red("aloud_withdrawn"));
  else if (follows !== undefined && items[0] && items[0].id !== id) void draw();
}

/** Red before anything is asked for: then what it says now. @param {"aloud_corrected" | "aloud_withdrawn"} why */
function red(why) {
  card.dataset.alarm = "";
  if (why === "aloud_withdrawn") need(document, "#card").replaceChildren();
  setText(alarm, say(why));
  understood.hidden = false;
  // The same headline, also where the page follows the newest one.
  void draw(`${DESK}/read/${encodeURIComponent(card.dataset.id ?? "")}${location.search}`);
}

understood.addEventListener("click", () => {
  delete card.dataset.alarm;
  setText(alarm, "");
  understood.hidden = true;
  if ("follows" in card.dataset) void draw();
});

/** Takes the card anew from the newsroom, until it comes. @param {string} [address] */
async function draw(address = location.href) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return void setTimeout(() => draw(address), RETRY_MS);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#aloud");
  if (!(fresh instanceof HTMLElement)) return;
  for (const name of ["id", "rev", "state"]) card.dataset[name] = fresh.dataset[name] ?? "";
  need(document, "#card").replaceWith(need(page, "#card"));
}

feed.watch(() => {
  wasUp ||= feed.state === "live";
  setText(need(document, "#link"), feed.state === "live" ? "" : wasUp ? say("aloud_away") : say("link_connecting"));
});
startTicking(() => true);
follow();
