/** An editable combobox with a list, as the ARIA Authoring Practices have it: the focus stays in the field. */

const PAUSE_MS = 120;
let made = 0;

/**
 * @typedef {{ value: string, label: string, note?: string }} Option
 *
 * `find` answers the options for a text, `choose` is called with the one taken, `report` with how many there are (-1:
 * none could be asked for).
 * @typedef {{
 *   find(text: string, signal: AbortSignal): Promise<Option[]>, choose(option: Option): void, report(count: number): void,
 * }} Source
 */

/** A later question makes an earlier answer void. */
export class Combobox {
  #input;
  #list;
  #source;
  /** @type {Option[]} */
  #options = [];
  #at = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {AbortController | null} */
  #asking = null;

  /** @param {HTMLInputElement} input @param {HTMLElement} list @param {Source} source */
  constructor(input, list, source) {
    this.#input = input;
    this.#list = list;
    this.#source = source;
    input.addEventListener("input", () => this.#later());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("click", () => this.#list.hidden && this.#ask());
    input.addEventListener("blur", () => this.close());
    // The mouse must not take the focus away, or the list is gone before the click.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => {
      const option = target instanceof Element ? target.closest("[role=option]") : null;
      this.#take(Number(option?.dataset.at ?? -1));
    });
  }

  close() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#input.removeAttribute("aria-busy");
    this.#show([]);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#input.setAttribute("aria-busy", "true");
    this.#timer = setTimeout(() => this.#ask(), PAUSE_MS);
  }

  async #ask() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    const asking = (this.#asking = new AbortController());
    this.#input.setAttribute("aria-busy", "true");
    let found = null;
    try {
      found = await this.#source.find(this.#input.value.trim(), asking.signal);
    } catch {
      // Said below, unless somebody went on typing.
    }
    if (asking.signal.aborted) return;
    this.#input.removeAttribute("aria-busy");
    this.#show(found ?? []);
    this.#source.report(found ? found.length : -1);
  }

  /** @param {Option[]} options */
  #show(options) {
    this.#options = options;
    this.#list.replaceChildren(...options.map(row));
    this.#list.hidden = !options.length;
    this.#input.setAttribute("aria-expanded", String(options.length > 0));
    this.#go(-1);
  }

  /** @param {number} at */
  #go(at) {
    this.#at = at;
    [...this.#list.children].forEach((node, n) => node.setAttribute("aria-selected", String(n === at)));
    const node = this.#list.children[at];
    node?.scrollIntoView({ block: "nearest" });
    if (node) this.#input.setAttribute("aria-activedescendant", node.id);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  /** @param {number} at */
  #take(at) {
    const option = this.#options[at];
    if (!option) return;
    this.close();
    this.#source.choose(option);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key, altKey } = event;
    const count = this.#options.length;
    const open = count > 0;
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (!open) this.#ask();
      else if (!altKey) this.#go(key === "ArrowDown" ? (this.#at + 1) % count : (Math.max(this.#at, 0) + count - 1) % count);
      else if (key === "ArrowUp") this.close();
    } else if (key === "Enter" && (open || this.#input.ariaBusy === "true")) {
      // With the list open or on its way, Enter is about the list: a form must not go out by it.
      event.preventDefault();
      this.#take(Math.max(this.#at, 0));
    } else if (key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (key === "Tab") {
      this.#take(this.#at);
    }
  }
}

/** @param {Option} option @param {number} at */
function row({ label, note }, at) {
  const node = document.createElement("li");
  node.id = `option-${(made += 1)}`;
  node.role = "option";
  node.dataset.at = String(at);
  const name = Object.assign(document.createElement("span"), { className: "picker__name", dir: "auto", textContent: label });
  node.append(name, " ", Object.assign(document.createElement("small"), { textContent: note ?? "" }));
  return node;
}
