/**
 * Notices of headlines. A message has the form of Declarative Web Push (Safari shows it without us): one tag for each headline, so
 * that a correction or a withdrawal takes the place of what is shown. That a notice was closed says nothing: Firefox closes one
 * that is replaced.
 */
import { CACHES, scope } from "./scope.js";

/** @typedef {NotificationOptions & { title: string, navigate: string, renotify?: boolean }} Notice */
/** @typedef {{ key: string, body: Record<string, unknown> & { endpoint: string } }} Wish what was asked of the server last */

const SUBSCRIPTIONS = "/api/v1/push/subscriptions";
const ICONS = { icon: "/icons/icon-192.png", badge: "/icons/badge-96.png" };

export function showNotices() {
  scope.addEventListener("push", (event) => event.waitUntil(show(event.data?.json())));
  scope.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(event.notification.data?.navigate ?? "/"));
  });
  scope.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew()));
}

/** @param {unknown} message */
async function show(message) {
  const { title, navigate, data, ...options } = /** @type {{ notification: Notice }} */ (message).notification;
  const isNews = data?.action === "published" && !options.silent;
  try {
    const shown = { ...ICONS, ...options, renotify: isNews, data: { ...data, navigate } };
    await scope.registration.showNotification(title, /** @type {NotificationOptions} */ (shown));
  } catch {
    // Without a place for notices (headless, no daemon) there is none; the next one may have it.
  }
}

/** The page of the headline, in the tab that is open already where there is one. @param {string} address */
async function open(address) {
  const url = new URL(address, location.origin).href;
  const tabs = await scope.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = tabs.find((tab) => tab.url === url);
  if (there) return there.focus();
  return scope.clients.openWindow(url);
}

/** The browser gave up its subscription, or never says why there is none: the same is asked for anew. */
export async function renew() {
  const kept = await caches.match(SUBSCRIPTIONS, { cacheName: CACHES.wishes });
  if (!kept) return;
  /** @type {Wish} */
  const { key, body } = await kept.json();
  const { pushManager } = scope.registration;
  if ((await pushManager.permissionState({ userVisibleOnly: true })) !== "granted") return;
  const known = await pushManager.getSubscription();
  if (known?.endpoint === body.endpoint) return;
  const fresh = known ?? (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  const { endpoint = "", keys } = fresh.toJSON();
  const asked = { ...body, endpoint, keys, replaces: body.endpoint };
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(SUBSCRIPTIONS, { method: "POST", headers, body: JSON.stringify(asked) });
  if (!answer.ok) return;
  const cache = await caches.open(CACHES.wishes);
  await cache.put(SUBSCRIPTIONS, new Response(JSON.stringify({ key, body: { ...asked, replaces: undefined } })));
}
