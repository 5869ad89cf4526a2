/** The way to notices on this device. What is behind it is fetched when it is tapped, or where its page is open. */
import { parts } from "../page/page.js";

customElements.define("aw-notify", class extends HTMLElement {

  connectedCallback() {
    const form = this.querySelector("form");
    if (form) import(parts.notify).then(({ takeForm }) => takeForm(form));
    const link = this.querySelector("a");
    link?.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
      event.preventDefault();
      event.stopPropagation();
      import(parts.notify).then(({ openNotices }) => openNotices(link.href)).catch(() => location.assign(link.href));
    });
  }
});
