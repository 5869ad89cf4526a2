/** What happens in the newsroom while this desk rehearses: a real flash, or one that needs this person. */
import { need, setText } from "../../page/dom.js";
import { say } from "../../page/words.js";

/** @import { Newsroom } from "../types.d.ts" */

/** @param {Newsroom | undefined} newsroom none where this is the newsroom's own desk */
export function showNewsroom(newsroom) {
  if (!newsroom) return;
  const place = need(document, "#real-news");
  const { flash, approvals } = newsroom;
  const text = approvals ? say("real_approval", { n: approvals }) : flash ? say("real_flash", { headline: flash }) : "";
  place.hidden = !text;
  setText(need(place, "a"), text);
}
