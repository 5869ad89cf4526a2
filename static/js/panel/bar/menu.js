/** The groups of the panel's menu: one is open at a time, and it closes when the person goes elsewhere or presses Escape. */

/** @type {HTMLButtonElement[]} */
const buttons = [...document.querySelectorAll(".panel-menu__group > button")].filter((one) => one instanceof HTMLButtonElement);

/** @param {HTMLButtonElement} [open] */
function openOnly(open) {
  for (const button of buttons) button.setAttribute("aria-expanded", String(button === open));
}

/** @param {HTMLButtonElement} button */
function isOpen(button) {
  return button.getAttribute("aria-expanded") === "true";
}

for (const button of buttons) {
  const group = /** @type {HTMLElement} */ (button.parentElement);
  button.addEventListener("click", () => openOnly(isOpen(button) ? undefined : button));
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen(button)) return;
    openOnly();
    button.focus();
  });
  group.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !group.contains(relatedTarget)) openOnly();
  });
}
document.addEventListener("pointerdown", ({ target }) => {
  if (!(target instanceof Element) || !target.closest(".panel-menu__group")) openOnly();
});
