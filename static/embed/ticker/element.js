/**
 * <airwire-ticker>: a radio-news station's breaking headlines and its most-read list on anybody's page.
 *
 *   <script src="https://station.example/embed/ticker.js" async></script>
 *   <airwire-ticker lang="en" theme="auto" limit="5" show="breaking most-read"></airwire-ticker>
 */
import { StationEmbed } from "../core/element.js";
import { CSS_OF_LISTS } from "./style.js";
import { ALERTS_SHOWN, BREAKING_SHOWN, box, settings } from "./view.js";

/** @import { Held, View } from "../core/types.d.ts" */

class AirwireTicker extends StationEmbed {
  static css = CSS_OF_LISTS;

  /** @override @param {Held} held @param {View} _view */
  parts({ station, alerts, breaking, most_read: most }, _view) {
    return [settings(this), station, alerts?.slice(0, ALERTS_SHOWN), breaking.slice(0, BREAKING_SHOWN), most?.items];
  }

  /** @override @param {Held} held @param {View} view */
  picture(held, view) {
    return box(held, { ...view, ...settings(this) });
  }
}

customElements.define("airwire-ticker", AirwireTicker);
