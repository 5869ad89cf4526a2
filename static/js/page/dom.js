/** Writing to the page: only what changed, only as text. */
import { isSaving } from "./saver.js";
import { fillTime } from "../clock/time.js";

/**
 * Puts `values` into the parts of `root` that ask for them: `data-f="name"` gets the text (a `<time>` the instant),
 * and is hidden where there is nothing to say; `data-href="name"` gets the address.
 */
export function fill(root, values) {
  for (const part of root.querySelectorAll("[data-f]")) {
    if (part.dataset.f in values) put(part, values[part.dataset.f]);
  }
  for (const link of root.querySelectorAll("[data-href]")) {
    if (link.dataset.href in values) point(link, values[link.dataset.href]);
  }
}

function put(part, value) {
  const nothing = value === null || value === undefined || value === false || value === "";
  if (part.hidden !== nothing) part.hidden = nothing;
  if (nothing || value === true) return;
  if (part instanceof HTMLTimeElement) fillTime(part, value);
  else setText(part, String(value));
}

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setAttribute(node, name, value) {
  if (value === null || value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

/** An address of ours, or https; anything else that came over the wire is no link. */
export function safeAddress(address) {
  const url = parsed(address);
  return url && (url.protocol === "https:" || url.origin === location.origin) ? url.href : null;
}

/** An address that a tab of its own can open. */
export function webAddress(address) {
  const url = parsed(address);
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}

function parsed(address) {
  try {
    return address ? new URL(address, location.origin) : null;
  } catch {
    return null;
  }
}

function point(link, address) {
  setAttribute(link, "href", safeAddress(address));
}

/** An element with attributes and children; strings become text, never HTML. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  setChildren(node, ...children);
  return node;
}

/** `children` in the place of what `node` had. One that is nothing is left out; the DOM itself writes "null" for it. */
export function setChildren(node, ...children) {
  node.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

const OURS = /^(.*\/pictures\/[a-z0-9_-]+\/[0-9a-f]{16})-\d+\.webp$/;
const WIDTHS = [320, 640, 960, 1280];

/** A picture of ours is to be had in several sizes (`newsroom/articles/picture_paths.py`): the browser takes the one it needs. */
function renditions(src, original) {
  const ours = OURS.exec(src);
  if (!ours) return [];
  const widths = WIDTHS.filter((width) => width <= original);
  return (widths.length ? widths : WIDTHS.slice(0, 1)).map((width) => ({ src: `${ours[1]}-${width}.webp`, width }));
}

function sizesOf(src, original) {
  const srcset = renditions(src, original).map((one) => `${one.src} ${one.width}w`).join(", ");
  return srcset ? { sizes: "(min-width: 48rem) 24rem, 100vw", srcset } : {};
}

/** A picture (`{url, width, height, alt}`) with its size known, so that nothing jumps; none for who saves data. */
export function image(picture, attributes = {}) {
  const src = isSaving() ? null : safeAddress(picture?.url);
  if (!src) return null;
  return element("img", { src, ...sizesOf(src, picture.width), width: picture.width, height: picture.height, alt: picture.alt ?? "", decoding: "async", ...attributes });
}

/** A picture for the lock screen, which is told each size it may take. */
export function artwork(picture) {
  const src = isSaving() ? null : safeAddress(picture?.url);
  if (!src) return [];
  const several = renditions(src, picture.width);
  return (several.length ? several : [{ src, width: picture.width }]).map((one) => {
    const width = Math.min(one.width, picture.width); // one that is small is not made larger
    return { src: one.src, sizes: `${width}x${Math.max(1, Math.round((picture.height * width) / picture.width))}` };
  });
}

/** The text in another language than the page's says so. */
export function setLanguage(node, language) {
  setAttribute(node, "lang", language && language !== document.documentElement.lang ? language : null);
}
