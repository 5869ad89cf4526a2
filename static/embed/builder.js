/** The builder's page: a choice is shown at once, and the code is copied by a press. Without this the form does it by a button. */

const form = document.querySelector("#builder");
if (form instanceof HTMLFormElement) form.addEventListener("change", () => form.requestSubmit());

for (const button of document.querySelectorAll("[data-copies]")) {
  if (!(button instanceof HTMLButtonElement) || !navigator.clipboard) continue;
  const code = document.getElementById(button.dataset.copies ?? "");
  const said = button.nextElementSibling;
  if (!(code instanceof HTMLTextAreaElement) || !said) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.value);
      said.textContent = "✓";
    } catch {
      code.select(); // the browser will not: it is marked, to be copied by hand
    }
  });
}
