/** How large text is, of three sizes. Kept in a cookie, so that the server's next page has it from the first paint. */

const YEAR_S = 31_536_000;
const root = document.documentElement;

customElements.define("aw-text-size", class extends HTMLElement {

  connectedCallback() {
    this.hidden = false;
    this.addEventListener("click", ({ target }) => {
      const button = target instanceof Element && target.closest("button");
      if (button) this.choose(button.value);
    });
    this.show();
  }

  /** @param {string} size "large", "larger", or "usual" for the browser's own */
  choose(size) {
    const chosen = size === "usual" ? "" : size;
    document.cookie = `text=${chosen}; path=/; max-age=${YEAR_S}; samesite=lax`;
    if (chosen) root.dataset.text = chosen;
    else delete root.dataset.text;
    this.show();
  }

  show() {
    const size = root.dataset.text ?? "usual";
    for (const button of this.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === size));
  }
});
