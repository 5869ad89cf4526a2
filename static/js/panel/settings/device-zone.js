/** Offers this device's time zone where none was found: few know how theirs is written. */
const input = document.getElementById("in-zone");
const offer = document.getElementById("device-zone");
const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const shown = offer?.querySelector("bdi");

if (input instanceof HTMLInputElement && offer && shown && zone && input.value !== zone) {
  shown.textContent = zone;
  offer.hidden = false;
  offer.querySelector("button")?.addEventListener("click", () => {
    input.value = zone;
    input.focus();
    offer.hidden = true;
  });
}
