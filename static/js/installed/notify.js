/**
 * Notices on this device: the form of `/notices`, in a dialog over the page where it was asked for by a tap, or on its own page.
 * Nothing is asked of the reader before they press the button for it. Its words came with the form.
 */

const SUBSCRIPTIONS = "/api/v1/push/subscriptions";
const WISHES = "airwire-wishes-1";
const JSON_HEADERS = { "Content-Type": "application/json" };

/** @typedef {{ key: string, body: Record<string, any> }} Wish */

/** Over the page that is open. @param {string} address of the page with the form */
export async function openNotices(address) {
  const dialog = document.querySelector(/** @type {"dialog"} */ ("dialog.notices-dialog")) ?? (await drawDialog(address));
  dialog.showModal();
}

/** @param {string} address */
async function drawDialog(address) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  await loadSheets(page);
  const form = document.adoptNode(/** @type {HTMLFormElement} */ (page.querySelector("form.notices")));
  const title = document.createElement("h2");
  title.textContent = page.querySelector("h1")?.textContent ?? "";
  title.id = "notices-title";
  title.className = "heading";
  const dialog = document.createElement("dialog");
  dialog.className = "notices-dialog";
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(title, form);
  document.body.append(dialog);
  const close = /** @type {HTMLButtonElement} */ (form.querySelector('[data-do="close"]'));
  close.hidden = false;
  close.addEventListener("click", () => dialog.close());
  await takeForm(form);
  return dialog;
}

/** The form's own sheet, before anything of it is seen. @param {Document} page */
function loadSheets(page) {
  const here = new Set([...document.styleSheets].map(({ href }) => href));
  const missing = [...page.querySelectorAll(/** @type {"link"} */ ('link[rel="stylesheet"]'))].filter(({ href }) => !here.has(href));
  return Promise.all(missing.map(({ href }) => new Promise((done) => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: done, onerror: done }));
  })));
}

/** @param {HTMLFormElement} form */
export async function takeForm(form) {
  const notices = new Notices(form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    notices.save();
  });
  form.querySelector('[data-do="off"]')?.addEventListener("click", () => notices.leave());
  await notices.show();
}

class Notices {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
  }

  async show() {
    const wish = await recall();
    const subscription = await existing();
    const known = wish ? this.fill(wish.body) : "on";
    if (!wish) this.guessZone();
    this.state(able() ? (Notification.permission === "denied" ? "blocked" : subscription && wish ? known : "off") : "unsupported");
  }

  /** @param {"on" | "asks-more" | "has-all" | "off" | "saved" | "left" | "blocked" | "unsupported" | "failed" | "busy"} name */
  state(name) {
    for (const part of this.form.querySelectorAll(/** @type {"p"} */ ("[data-when]"))) {
      part.hidden = !(part.dataset.when ?? "").split(" ").includes(name);
    }
    const isOn = ["on", "asks-more", "has-all", "saved"].includes(name);
    const [go, off] = ["go", "off"].map((what) => /** @type {HTMLButtonElement} */ (this.form.querySelector(`[data-do="${what}"]`)));
    go.disabled = ["blocked", "unsupported", "busy"].includes(name);
    go.textContent = (isOn ? go.dataset.on : go.dataset.off) ?? "";
    off.hidden = !isOn;
  }

  async save() {
    this.state("busy");
    try {
      if ((await Notification.requestPermission()) !== "granted") return this.state(Notification.permission === "denied" ? "blocked" : "off");
      const registration = await registered();
      const { key } = await (await checked(fetch("/api/v1/push/key"))).json();
      const before = await recall();
      const subscription = await subscribed(registration, key);
      const { endpoint = "", keys } = subscription.toJSON();
      const old = before?.body.endpoint;
      const body = { ...this.wanted(), endpoint, keys, replaces: old && old !== endpoint ? old : undefined };
      await checked(fetch(SUBSCRIPTIONS, { method: "POST", headers: JSON_HEADERS, body: JSON.stringify(body) }));
      await remember({ key, body: { ...body, replaces: undefined } });
      this.state("saved");
    } catch {
      this.state("failed");
    }
  }

  async leave() {
    this.state("busy");
    try {
      const subscription = await existing();
      const endpoint = subscription?.endpoint ?? (await recall())?.body.endpoint;
      await subscription?.unsubscribe();
      await forget();
      if (endpoint) await checked(fetch(SUBSCRIPTIONS, { method: "DELETE", headers: JSON_HEADERS, body: JSON.stringify({ endpoint }) }));
      this.state("left");
    } catch {
      this.state("failed");
    }
  }

  wanted() {
    const data = new FormData(this.form);
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const quiet = data.get("quiet") ? { from: data.get("from"), to: data.get("to"), zone } : null;
    return { levels: [data.get("level")], topics: data.getAll("topic"), quiet_hours: quiet, language: document.documentElement.lang };
  }

  /**
   * What was wished for before; with the topic that the page came with, if that is not among it. Nothing is saved by this.
   * @param {Record<string, any>} body @returns {"on" | "asks-more" | "has-all"}
   */
  fill({ levels, topics, quiet_hours: quiet }) {
    const asked = this.boxes("topic").find((box) => box.defaultChecked);
    const onlyFlashes = levels.includes("flash");
    const has = !asked || (topics.includes(asked.value) && !onlyFlashes) ? "on" : topics.length || onlyFlashes ? "asks-more" : "has-all";
    const level = has === "asks-more" && onlyFlashes ? "all" : levels[0];
    for (const box of this.boxes("level")) box.checked = box.value === level;
    this.addTopics(topics);
    for (const box of this.boxes("topic")) box.checked = topics.includes(box.value) || (has === "asks-more" && box === asked);
    this.fillQuiet(quiet);
    return has;
  }

  /** Those wished for before that the page does not offer any more: saving keeps them. @param {string[]} topics */
  addTopics(topics) {
    const offered = new Set(this.boxes("topic").map((box) => box.value));
    const place = /** @type {HTMLFieldSetElement} */ (this.form.querySelector("[data-topics]"));
    for (const topic of topics.filter((one) => !offered.has(one))) {
      const label = Object.assign(document.createElement("label"), { dir: "auto" });
      label.append(Object.assign(document.createElement("input"), { type: "checkbox", name: "topic", value: topic }), ` ${topic}`);
      place.append(label);
      place.hidden = false;
    }
  }

  /** @param {string} name */
  boxes(name) {
    return [...this.form.querySelectorAll(/** @type {"input"} */ (`input[name="${name}"]`))];
  }

  /** @param {{ from: string, to: string } | null} quiet */
  fillQuiet(quiet) {
    const { form } = this;
    for (const box of this.boxes("quiet")) box.checked = Boolean(quiet);
    if (!quiet) return;
    for (const name of /** @type {const} */ (["from", "to"])) {
      const box = /** @type {HTMLInputElement} */ (form.querySelector(`input[name="${name}"]`));
      box.value = quiet[name];
    }
  }

  guessZone() {
    const place = this.form.querySelector('[data-f="zone"]');
    if (place) place.textContent = Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}

function able() {
  return "PushManager" in globalThis && "Notification" in globalThis && Boolean(navigator.serviceWorker);
}

async function registered() {
  await navigator.serviceWorker.register("/sw.js", { type: "module", updateViaCache: "none" });
  return navigator.serviceWorker.ready;
}

async function existing() {
  if (!able()) return null;
  const registration = await navigator.serviceWorker.getRegistration("/");
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/**
 * With the station's key; one under another key, of a station that lost its own, is given up first.
 * @param {ServiceWorkerRegistration} registration @param {string} key
 */
async function subscribed(registration, key) {
  const { pushManager } = registration;
  const options = { userVisibleOnly: true, applicationServerKey: key };
  try {
    return await pushManager.subscribe(options);
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== "InvalidStateError") throw error;
    await (await pushManager.getSubscription())?.unsubscribe();
    return pushManager.subscribe(options);
  }
}

/** @param {Promise<Response>} asked */
async function checked(asked) {
  const answer = await asked;
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  return answer;
}

/** Where the service worker finds it too. @returns {Promise<Wish | null>} */
async function recall() {
  if (!globalThis.caches) return null;
  const kept = await caches.match(SUBSCRIPTIONS, { cacheName: WISHES });
  return kept ? kept.json() : null;
}

/** @param {Wish} wish */
async function remember(wish) {
  const cache = await caches.open(WISHES);
  await cache.put(SUBSCRIPTIONS, new Response(JSON.stringify(wish)));
}

async function forget() {
  await caches.delete(WISHES);
}
