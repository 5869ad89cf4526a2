/** A copy as it is shown: with the date on it, in its own language. And the page where there is no copy. */
import { KEPT_AT } from "./scope.js";

/** @import { WorkerSettings } from "./types.d.ts" */
/** @typedef {{ path: string, at: number, title: string }} Kept `title` is HTML text, as it stood in the page */

/** The language of the page that was shown last: what the worker itself says is in it too. @type {string | undefined} */
let language;

/**
 * @param {Response} copy @param {WorkerSettings} settings
 * @returns {Promise<Response>}
 */
export async function dated(copy, settings) {
  const html = await copy.text();
  language = /<html lang="([a-z-]+)"/.exec(html)?.[1];
  const words = wordsIn(settings);
  const at = new Date(Number(copy.headers.get(KEPT_AT)));
  const text = (navigator.onLine ? words.as_of : words.offline_as_of).replace("{time}", moment(at, settings));
  const marked = html
    .replace("<html ", `<html data-kept="${at.toISOString()}" `)
    .replace(/<main [^>]*>/, (main) => `${main}<p class="stale" role="note" data-kept-note>${escaped(text)}</p>`);
  return new Response(marked, { headers: copy.headers });
}

/** @param {Kept[]} kept @param {WorkerSettings} settings */
export function nothingKept(kept, settings) {
  const words = wordsIn(settings);
  const rows = kept.map(({ path, at, title }) =>
    `<li><a href="${escaped(path)}">${title}</a> <small>${escaped(moment(new Date(at), settings))}</small></li>`);
  const list = rows.length ? `<h2 class="heading">${escaped(words.kept_here)}</h2><ul>${rows.join("")}</ul>` : "";
  const html = `<!doctype html><html lang="${language ?? Object.keys(settings.words)[0]}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(words.offline)} · ${escaped(settings.station)}</title>
<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="${settings.sheet}"></head><body>
<main id="main"><div class="error"><h1 class="page-head__title">${escaped(words.offline)}</h1><p>${escaped(words.not_kept)}</p>
<p><a href="">${escaped(words.try_again)}</a></p>${list}</div></main></body></html>`;
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'self'; script-src 'none'" };
  return new Response(html, { status: 503, headers });
}

/** @param {WorkerSettings} settings */
function wordsIn(settings) {
  return settings.words[language ?? ""] ?? Object.values(settings.words)[0];
}

/** With the date: a copy may be a week old. @param {Date} at @param {WorkerSettings} settings */
function moment(at, { zone, formats }) {
  return new Intl.DateTimeFormat(language && (formats[language] ?? language), { dateStyle: "full", timeStyle: "short", timeZone: zone }).format(at);
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
