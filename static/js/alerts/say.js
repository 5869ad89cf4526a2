/** What a screen reader says of the authorities' alerts. */
import { announce } from "../page/announce.js";
import { said, SEVERE } from "./draw.js";
import { say } from "../page/words.js";

/** @import { AlertItem } from "../feed/events.d.ts" */

/**
 * The severest interrupt, the others wait for a pause; what ended is said too.
 * @param {string[]} before the ids that were shown @param {AlertItem[]} alerts
 */
export function announceAlerts(before, alerts) {
  if (document.hidden) return;
  for (const alert of alerts.filter(({ id }) => !before.includes(id))) {
    const { headline, area } = said(alert);
    announce(`${say(`alert_${alert.severity}`)}: ${headline}. ${area}`, SEVERE.includes(alert.severity));
  }
  const ended = before.filter((id) => !alerts.some((alert) => alert.id === id)).length;
  if (ended) announce(say("alert_over", { n: ended }));
}
