/** The station's time in the masthead. It is no live region: nobody needs to hear each minute. */
import { setText } from "../page/dom.js";
import { Live } from "../page/site.js";
import { clock, everySecond, serverNow } from "../clock/time.js";
import { station } from "../page/page.js";

customElements.define("aw-clock", class extends Live {

  /** @override @param {AbortSignal} signal */
  start(signal) {
    const city = station.city;
    const show = () => setText(this, `${city} ${clock(serverNow())}`);
    show();
    everySecond(show, signal);
  }
});
