/** @import { AlertItem } from "../../js/feed/events.d.ts" */

/** What an alert says in a language, where its sender or an editor wrote it in that. @param {AlertItem} alert @param {string} language */
export function saidIn(alert, language) {
  return [alert, ...alert.texts].find((one) => one.language.split("-")[0].replace(/^tl$/, "fil") === language) ?? alert;
}

export const AREA_CHARS = 140;
