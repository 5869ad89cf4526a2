/**
 * <airwire-ticker>: a radio-news station's breaking headlines and most-read list on a partner's page.
 *
 *   <script src="https://station.example/embed/ticker.js" async></script>
 *   <airwire-ticker lang="en" theme="auto" limit="5" show="breaking most-read"></airwire-ticker>
 *
 * It never throws at its host, asks nothing while nobody can see it, and when the station is away it keeps the last
 * list with its age, and then hides itself. Any number of tickers on a page share one line.
 */
(() => {
  if (!("customElements" in self) || customElements.get("airwire-ticker")) return;
  const here = new URL(document.currentScript?.src ?? "/", location.href).origin;
  const POLL_MS = 12_000;
  const OLD_MS = 120_000;
  const HIDE_MS = 30 * 60_000;
  const WORDS = {
    en: { urgent: "Urgent", bulletin: "Bulletin", flash: "Flash", corrected: "corrected", most: "Most read", at: "As of", none: "Nothing is breaking right now.", label: "News from" },
    fil: { urgent: "Pinakabago", bulletin: "Bulletin", flash: "Flash", corrected: "itinama", most: "Pinakabinabasa", at: "Mula", none: "Walang nagbabagang balita ngayon.", label: "Balita mula sa" },
  };
  const CSS = `
    :host{all:initial;display:block;container-type:inline-size;font:16px/1.4 system-ui,sans-serif;
      --bg:#fff;--ink:#0f1620;--dim:#4b5565;--rule:#d8dde5;--red:#c4122c}
    :host([hidden]){display:none}
    :host([theme=dark]){--bg:#0a0f17;--ink:#eef2f8;--dim:#a7b2c4;--rule:#263145;--red:#ff7a88}
    @media (prefers-color-scheme:dark){:host(:not([theme=light])){--bg:#0a0f17;--ink:#eef2f8;--dim:#a7b2c4;--rule:#263145;--red:#ff7a88}}
    .box{background:var(--bg);color:var(--ink);border:1px solid var(--rule);border-radius:8px;padding:14px 16px;text-align:start}
    .lists{display:grid;gap:14px}
    @container (min-width:560px){.lists.two{grid-template-columns:1fr 1fr;gap:24px}}
    .name{font-weight:700;font-size:15px}.name a::before{content:"";display:inline-block;width:.6em;height:.6em;border-radius:50%;background:var(--red);margin-inline-end:.5em}
    header{display:flex;justify-content:space-between;gap:12px;align-items:baseline;margin-bottom:8px}
    small,.dim{color:var(--dim);font-size:13px}
    ol,ul{list-style:none;margin:0;padding:0}li{padding:8px 0;border-top:1px solid var(--rule)}
    h3{margin:0;padding:8px 0;font-size:14px;border-top:1px solid var(--rule)}
    a{color:inherit;text-decoration:none}a:hover{text-decoration:underline}a:focus-visible{outline:3px solid #0a66ff;outline-offset:2px}
    .tag{display:inline-block;font-size:12px;font-weight:700;color:var(--red);border:1.5px solid;border-radius:2px;padding:0 6px;margin-inline-end:8px}
    .flash .tag{background:#c4122c;border-color:#c4122c;color:#fff}.flash a{font-weight:700}
    .most li{display:flex;gap:10px}.most b{min-width:1.3em;color:var(--dim);font-variant-numeric:tabular-nums}`;

  /** One line for all tickers: data, a stream that says when to ask again, and polling where there is no stream. */
  const line = {
    tickers: new Set(), data: null, at: 0, tag: "", fails: 0, timer: 0, stream: null, busy: false,
    async ask() {
      clearTimeout(this.timer);
      if (!this.awake() || this.busy) return;
      this.busy = true;
      try {
        const stop = new AbortController();
        const patience = setTimeout(() => stop.abort(), 8000);
        const answer = await fetch(`${here}/embed/ticker.json`, { headers: this.tag ? { "If-None-Match": this.tag } : {}, signal: stop.signal, credentials: "omit", cache: "no-store" });
        if (answer.status === 200) {
          this.data = await answer.json();
          this.tag = answer.headers.get("ETag") ?? "";
        }
        clearTimeout(patience);
        if (!answer.ok && answer.status !== 304) throw new Error(answer.status);
        this.fails = 0;
        this.at = Date.now();
      } catch {
        this.fails += 1;
      }
      this.busy = false;
      for (const ticker of this.tickers) ticker.draw();
      this.listen();
      this.later(POLL_MS * Math.min(32, 2 ** Math.max(0, this.fails - 1)) * (this.stream ? 5 : 1));
    },
    later(ms) {
      clearTimeout(this.timer);
      if (this.awake()) this.timer = setTimeout(() => this.ask(), ms * (0.85 + Math.random() * 0.3));
    },
    listen() {
      if (this.stream || this.fails || !("EventSource" in self)) return;
      const stream = (this.stream = new EventSource(`${here}/api/v1/events`));
      // Only that there is news comes this way; what it is comes as one small file, the same for everybody.
      for (const name of ["snapshot", "breaking", "most_read", "article"]) stream.addEventListener(name, () => this.later(150));
      stream.onerror = () => this.hush();
    },
    hush() {
      this.stream?.close();
      this.stream = null;
    },
    awake() {
      return !document.hidden && [...this.tickers].some((ticker) => ticker.seen);
    },
    wake() {
      if (this.awake()) Date.now() - this.at > 3000 ? this.ask() : this.later(POLL_MS);
      else {
        clearTimeout(this.timer);
        this.hush();
      }
    },
  };
  document.addEventListener("visibilitychange", () => line.wake());
  addEventListener("online", () => line.wake());

  const make = (name, props = {}, ...children) => {
    const node = Object.assign(document.createElement(name), props);
    node.append(...children);
    return node;
  };
  const link = (href, text) => make("a", { href: /^https?:/.test(href) ? href : here, textContent: text, target: "_top" });

  class AirwireTicker extends HTMLElement {
    static observedAttributes = ["lang", "limit", "show"];
    seen = false;
    #root = this.attachShadow({ mode: "open" });
    #drawn = "";
    #watch;

    connectedCallback() {
      if (!this.#root.adoptedStyleSheets.length) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(CSS);
        this.#root.adoptedStyleSheets = [sheet];
      }
      line.tickers.add(this);
      this.#watch = new IntersectionObserver((entries) => {
        this.seen = entries.at(-1).isIntersecting;
        line.wake();
      }, { rootMargin: "200px" });
      this.#watch.observe(this);
      this.draw();
    }

    disconnectedCallback() {
      line.tickers.delete(this);
      this.#watch?.disconnect();
      line.wake();
    }

    attributeChangedCallback() {
      this.draw();
    }

    draw() {
      const { data, at } = line;
      const age = Date.now() - at;
      if (data) this.hidden = age > HIDE_MS;
      if (!data || !this.isConnected) return;
      const tongue = (this.getAttribute("lang") ?? this.closest("[lang]")?.lang ?? "en").split("-")[0];
      const words = WORDS[tongue === "tl" ? "fil" : tongue] ?? WORDS.en;
      const limit = Math.min(10, Math.max(1, Number.parseInt(this.getAttribute("limit") ?? "5", 10) || 5));
      const show = (this.getAttribute("show") ?? "breaking most-read").split(/[\s,]+/);
      const old = age > OLD_MS;
      const key = JSON.stringify([data.epoch, data.seq, tongue, limit, show, old]);
      if (key === this.#drawn) return;
      this.#drawn = key;
      const time = new Intl.DateTimeFormat(tongue === "fil" ? "fil-PH" : tongue, { timeStyle: "short" });
      const lists = make("div", { className: `lists${show.length > 1 && data.most_read.length ? " two" : ""}` });
      if (show.includes("breaking")) lists.append(this.#breaking(data, words, limit, time));
      if (show.includes("most-read") && data.most_read.length) lists.append(this.#most(data, words, limit));
      const head = make("header", {}, make("span", { className: "name" }, link(data.station.url, data.station.name)));
      if (old) head.append(make("small", { textContent: `${words.at} ${time.format(at)}` }));
      const box = make("section", { className: "box", ariaLabel: `${words.label} ${data.station.name}` }, head, lists);
      this.#root.replaceChildren(box);
      this.dispatchEvent(new CustomEvent("airwire:change", { detail: { seq: data.seq } }));
    }

    #breaking(data, words, limit, time) {
      if (!data.breaking.length) return make("p", { className: "dim", textContent: words.none });
      const list = make("ul", { ariaLive: "polite" });
      for (const item of data.breaking.slice(0, limit)) {
        const when = time.format(new Date(item.published_at)) + (item.corrected_at ? ` · ${words.corrected}` : "");
        list.append(make("li", { className: item.priority }, make("span", { className: "tag", textContent: words[item.priority] ?? "" }), link(item.url, item.headline), make("br"), make("small", { textContent: when })));
      }
      return list;
    }

    #most(data, words, limit) {
      const list = make("ol", { className: "most" });
      for (const item of data.most_read.slice(0, limit)) list.append(make("li", {}, make("b", { textContent: item.rank }), link(item.url, item.title)));
      return make("div", {}, make("h3", { textContent: words.most }), list);
    }
  }
  customElements.define("airwire-ticker", AirwireTicker);
})();
