/** An editable combobox with a list, as the ARIA Authoring Practices have it: the focus stays in the field. */

const PAUSE_MS = 120;
let made = 0;

/**
 * `find(text, signal)` answers the options as `[{value, label, note}]`; `choose(option)` is called with the one taken.
 * `say(count)` tells how many there are, `say(-1)` that none could be asked for. A later question makes an earlier answer void.
 */
export class Combobox {
  #input;
  #list;
  #options = [];
  #at = -1;
  #timer = 0;
  #asking = null;

  constructor(input, list, { find, choose, say }) {
    this.#input = input;
    this.#list = list;
    Object.assign(this, { find, choose, say });
    input.addEventListener("input", () => this.#later());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("click", () => this.#list.hidden && this.#ask());
    input.addEventListener("blur", () => this.close());
    // The mouse must not take the focus away, or the list is gone before the click.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => this.#take(Number(target.closest("[role=option]")?.dataset.at ?? -1)));
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
      found = await this.find(this.#input.value.trim(), asking.signal);
    } catch {
      // Said below, unless somebody went on typing.
    }
    if (asking.signal.aborted) return;
    this.#input.removeAttribute("aria-busy");
    this.#show(found ?? []);
    this.say(found ? found.length : -1);
  }

  #show(options) {
    this.#options = options;
    this.#list.replaceChildren(...options.map(row));
    this.#list.hidden = !options.length;
    this.#input.setAttribute("aria-expanded", String(options.length > 0));
    this.#go(-1);
  }

  #go(at) {
    this.#at = at;
    [...this.#list.children].forEach((node, n) => node.setAttribute("aria-selected", String(n === at)));
    const node = this.#list.children[at];
    node?.scrollIntoView({ block: "nearest" });
    if (node) this.#input.setAttribute("aria-activedescendant", node.id);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  #take(at) {
    const option = this.#options[at];
    if (!option) return;
    this.close();
    this.choose(option);
  }

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

function row({ label, note }, at) {
  const node = document.createElement("li");
  node.id = `option-${(made += 1)}`;
  node.role = "option";
  node.dataset.at = at;
  const name = Object.assign(document.createElement("span"), { className: "picker__name", textContent: label });
  node.append(name, " ", Object.assign(document.createElement("small"), { textContent: note ?? "" }));
  return node;
}
