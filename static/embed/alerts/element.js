/**
 * <airwire-alerts>: the authorities' alerts in force, as a bar; nothing at all where there are none.
 *
 *   <script src="https://station.example/embed/alerts.js" async></script>
 *   <airwire-alerts lang="en" theme="auto"></airwire-alerts>
 */
import { StationEmbed } from "../core/element.js";
import { CSS_OF_ALERTS, bar } from "./view.js";

/** @import { Held, View } from "../core/types.d.ts" */

class AirwireAlerts extends StationEmbed {
  static css = CSS_OF_ALERTS;

  /** @override @param {Held} held @param {View} _view */
  parts({ station, alerts }, _view) {
    return [station, alerts];
  }

  /** @override @param {Held} held @param {View} view */
  picture({ station, alerts }, view) {
    return alerts?.length ? bar(alerts, station, view) : null;
  }
}

customElements.define("airwire-alerts", AirwireAlerts);
