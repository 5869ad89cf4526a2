/** What this device follows; nothing of it is kept anywhere else. */
import { recall, remember } from "../page/page.js";

/** @typedef {{ kind: string, slug: string, name: string }} Subject */

const KEY = "follows";
const MOST = 50;

/** @returns {Subject[]} the last one first */
export function followed() {
  const kept = recall(KEY);
  return Array.isArray(kept) ? kept.filter((one) => typeof one?.kind === "string" && typeof one.slug === "string").slice(0, MOST) : [];
}

/** @param {Subject} subject */
export function isFollowed({ kind, slug }) {
  return followed().some((one) => one.kind === kind && one.slug === slug);
}

/** @param {Subject} subject @returns {boolean} whether it is followed now */
export function toggle(subject) {
  const was = isFollowed(subject);
  const others = followed().filter((one) => one.kind !== subject.kind || one.slug !== subject.slug);
  remember(KEY, was ? others : [subject, ...others].slice(0, MOST));
  return !was;
}

/** The address of what is new of all of them; null where nothing is followed. */
export function addressOfNews() {
  const all = followed();
  return all.length ? `/following?${new URLSearchParams(all.map(({ kind, slug }) => [kind, slug]))}` : null;
}
