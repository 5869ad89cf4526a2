/** A key that is held down acts once: what it repeats is no second wish. Text can still be typed by it. */
document.addEventListener("keydown", (event) => {
  if (!event.repeat || event.key !== "Enter") return;
  const newLine = event.target instanceof HTMLTextAreaElement && !event.ctrlKey && !event.metaKey;
  if (newLine) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true });
