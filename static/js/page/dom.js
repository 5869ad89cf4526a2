/** Writing to the page: only what changed, only as text. */
import { isSaving } from "./saver.js";
import { fillTime } from "../clock/time.js";

/** @import { Picture } from "../feed/events.d.ts" */
/** @import { Filling } from "../types.d.ts" */
/** @typedef {Record<string, Filling | ((event: any) => void)>} Attributes by name; a function under `on…` listens */
/** @typedef {Node | string | null | undefined} Child */

/**
 * The first element in `root` that fits `selector`, which the templates promise. Throws where it is not there, or not of
 * the kind asked for.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root @param {string} selector @param {new () => E} [Kind] @returns {E}
 */
export function need(root, selector, Kind) {
  const found = root.querySelector(selector);
  if (!(found instanceof (Kind ?? Element))) throw new Error(`there is no ${Kind?.name ?? "element"} ${selector} here`);
  return /** @type {E} */ (/** @type {Element} */ (found));
}

/**
 * A copy of what is in the `<template>` with this id. Throws where it is not there.
 * @param {string} id @returns {HTMLElement}
 */
export function clone(id) {
  const [first] = need(document, `#${id}`, HTMLTemplateElement).content.children;
  return /** @type {HTMLElement} */ (first.cloneNode(true));
}

/**
 * Puts `values` into the parts of `root` that ask for them: `data-f="name"` gets the text (a `<time>` the instant),
 * and is hidden where there is nothing to say; `data-href="name"` gets the address.
 * @param {ParentNode} root @param {Record<string, Filling>} values
 */
export function fill(root, values) {
  for (const part of root.querySelectorAll("[data-f]")) {
    const name = part.dataset.f ?? "";
    if (name in values) put(part, values[name]);
  }
  for (const link of root.querySelectorAll("[data-href]")) {
    const name = link.dataset.href ?? "";
    if (name in values) setAttribute(link, "href", safeAddress(values[name]));
  }
}

/** @param {HTMLElement} part @param {Filling} value */
function put(part, value) {
  const nothing = value === null || value === undefined || value === false || value === "";
  if (part.hidden !== nothing) part.hidden = nothing;
  if (nothing || value === true) return;
  if (part instanceof HTMLTimeElement) fillTime(part, String(value));
  else setText(part, String(value));
}

/** @param {Node} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Nothing (`null`) takes the attribute away. @param {Element} node @param {string} name @param {Filling} value */
export function setAttribute(node, name, value) {
  if (value === null || value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

/** An address of ours, or https; anything else that came over the wire is no link. @param {Filling} address */
export function safeAddress(address) {
  const url = parsed(address);
  return url && (url.protocol === "https:" || url.origin === location.origin) ? url.href : null;
}

/** An address that a tab of its own can open. @param {string} [address] */
export function webAddress(address) {
  const url = parsed(address);
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}

/** @param {Filling} address */
function parsed(address) {
  try {
    return typeof address === "string" && address ? new URL(address, location.origin) : null;
  } catch {
    return null;
  }
}

/**
 * An element with attributes and children; strings become text, never HTML.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Attributes} attributes @param {Child[]} children @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : String(value));
  }
  setChildren(node, ...children);
  return node;
}

/**
 * `children` in the place of what `node` had. One that is nothing is left out; the DOM itself writes "null" for it.
 * @param {ParentNode} node @param {Child[]} children
 */
export function setChildren(node, ...children) {
  node.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}

const OURS = /^(.*\/pictures\/[a-z0-9_-]+\/[0-9a-f]{16})-\d+\.webp$/;
const WIDTHS = [320, 640, 960, 1280];

/**
 * A picture of ours is to be had in several sizes (`newsroom/articles/picture_paths.py`): the browser takes the one it needs.
 * @param {string} src @param {number} original width, in pixels
 */
function renditions(src, original) {
  const ours = OURS.exec(src);
  if (!ours) return [];
  const widths = WIDTHS.filter((width) => width <= original);
  return (widths.length ? widths : WIDTHS.slice(0, 1)).map((width) => ({ src: `${ours[1]}-${width}.webp`, width }));
}

/** @param {string} src @param {number} original */
function sizesOf(src, original) {
  const srcset = renditions(src, original).map((one) => `${one.src} ${one.width}w`).join(", ");
  return srcset ? { sizes: "(min-width: 48rem) 24rem, 100vw", srcset } : {};
}

/**
 * A picture with its size known, so that nothing jumps; none for who saves data.
 * @param {Picture | null | undefined} picture @param {Attributes} attributes
 */
export function image(picture, attributes = {}) {
  const src = isSaving() ? null : safeAddress(picture?.url);
  if (!src || !picture) return null;
  const { width, height, alt } = picture;
  return element("img", { src, ...sizesOf(src, width), width, height, alt: alt ?? "", decoding: "async", ...attributes });
}

/** A picture for the lock screen, with each size it may take. @param {Picture} [picture] @returns {MediaImage[]} */
export function artwork(picture) {
  const src = isSaving() ? null : safeAddress(picture?.url);
  if (!src || !picture) return [];
  const several = renditions(src, picture.width);
  return (several.length ? several : [{ src, width: picture.width }]).map((one) => {
    const width = Math.min(one.width, picture.width); // one that is small is not made larger
    return { src: one.src, sizes: `${width}x${Math.max(1, Math.round((picture.height * width) / picture.width))}` };
  });
}

/** The text in another language than the page's says so. @param {Element} node @param {string} [language] */
export function setLanguage(node, language) {
  setAttribute(node, "lang", language && language !== document.documentElement.lang ? language : null);
}
