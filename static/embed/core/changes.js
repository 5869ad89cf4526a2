/** @import { EventData, EventName } from "../../js/feed/events.d.ts" */
/** @import { Held } from "./types.d.ts" */

/** What the station's events change in what the embeds hold: the same rules as on its own pages. */
export const CHANGES = /** @type {{ [Name in EventName | "snapshot"]?: (held: Held, data: any) => void }} */ ({
  /** @param {Held} held @param {Pick<Held, "alerts" | "breaking" | "most_read" | "on_air" | "stream">} board */
  snapshot: (held, { alerts, breaking, most_read, on_air, stream }) => Object.assign(held, { alerts, breaking, most_read, on_air, stream }),
  /** @param {Held} held @param {EventData<"on_air">} air */
  on_air: (held, air) => Object.assign(held, { on_air: air }),
  /** @param {Held} held @param {EventData<"stream">} stream */
  stream: (held, stream) => Object.assign(held, { stream }),
  /** @param {Held} held @param {EventData<"alerts">} change */
  alerts: (held, { alerts }) => Object.assign(held, { alerts }),
  /** @param {Held} held @param {EventData<"most_read">} list */
  most_read: (held, list) => Object.assign(held, { most_read: list }),
  /** @param {Held} held @param {EventData<"breaking">} change */
  breaking(held, { action, item }) {
    const others = held.breaking.filter((other) => other.id !== item.id);
    if (action === "published") held.breaking = [item, ...others];
    else if (action === "corrected") held.breaking = held.breaking.map((other) => (other.id === item.id ? item : other));
    else held.breaking = others;
  },
  /** @param {Held} held @param {EventData<"article">} change */
  article(held, { action, slug }) {
    if (action !== "withdrawn") return;
    held.breaking = held.breaking.map((item) => (item.article === slug ? { ...item, article: undefined, url: undefined } : item));
    if (held.most_read) held.most_read.items = held.most_read.items.filter((item) => item.article !== slug);
  },
});
