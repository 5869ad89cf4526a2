/** An article as its form has it, and as the newsroom's server takes and gives it. Pure. */

/** @typedef {Record<string, string>} Fields by the names of the form */
/** @typedef {{ url: string, width: number, height: number, alt?: string, caption?: string, credit?: string }} Picture */

const PICTURE = ["picture.url", "picture.width", "picture.height", "picture.alt", "picture.credit", "picture.caption"];
const WORDS = ["title", "summary", "text", "byline", "language", "topics"];

/** A title is one line, however it was pasted. @param {string} text */
const line = (text) => text.replace(/\s+/g, " ").trim();

/** What each part of an article is to be; `null` for none. @type {Record<string, (fields: Fields) => unknown>} */
const READ = {
  title: ({ title }) => line(title),
  summary: ({ summary }) => summary.trim() || null,
  text: ({ text }) => text,
  byline: ({ byline }) => line(byline) || null,
  language: ({ language }) => language,
  topics: ({ topics }) => [...new Set(topics.split(",").map(line).filter(Boolean))],
};

/** @param {Fields} fields @returns {Picture | null} */
function picture(fields) {
  if (!fields["picture.url"]) return null;
  const [alt, credit, caption] = ["alt", "credit", "caption"].map((name) => line(fields[`picture.${name}`]));
  const size = { width: Number(fields["picture.width"]), height: Number(fields["picture.height"]) };
  return { url: fields["picture.url"], ...size, alt, ...(credit && { credit }), ...(caption && { caption }) };
}

/** The whole article, without what is empty. @param {Fields} fields @returns {Record<string, any>} */
export function whole(fields) {
  const all = Object.entries({ ...Object.fromEntries(WORDS.map((name) => [name, READ[name](fields)])), picture: picture(fields) });
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}

/** What differs from `base`. @param {Fields} base @param {Fields} fields @returns {Record<string, any>} */
export function changes(base, fields) {
  /** @type {Record<string, any>} */
  const changed = {};
  for (const name of WORDS) if (fields[name] !== base[name]) changed[name] = READ[name](fields);
  if (PICTURE.some((name) => fields[name] !== base[name])) changed.picture = picture(fields);
  return changed;
}

/** The fields for an article or draft that the server gave. @param {Record<string, any>} given @returns {Fields} */
export function fieldsOf(given) {
  const { title = "", summary = "", text = "", byline = "", language = "", topics = [], picture: shown = {}, correction = "" } = given;
  const words = { title, summary, text, byline, language, topics: topics.join(", "), correction };
  return { ...words, ...Object.fromEntries(PICTURE.map((name) => [name, String(shown[name.slice(8)] ?? "")])) };
}
