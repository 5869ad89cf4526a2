/** `/embed/ticker.json`: as much of the board as a ticker shows, with addresses that lead there from elsewhere. */

import type { AlertItem, BreakingItem, MostRead, MostReadItem } from "../../js/feed/events.d.ts";

export interface Held {
  epoch: string;
  seq: number;
  station: { name: string; url: string };
  alerts?: AlertItem[];
  breaking: (BreakingItem & { url?: string })[];
  most_read: (Omit<MostRead, "items"> & { items: (MostReadItem & { url?: string, language?: string | null })[] }) | null;
  /** Since when the station's own pages have had no news from its store. */
  stale_since?: string | null;
}

/** What the page's author asked of a ticker. */
export interface Settings {
  lang: "en" | "fil";
  limit: number;
  show: string[];
  /** Nothing where it is as the page around it. */
  theme: "light" | "dark" | "";
}

/** How a ticker is drawn: its settings, the station's address, and how old what it shows is (milliseconds since the epoch). */
export interface View extends Settings {
  home: string;
  oldSince: number | null;
  gone: boolean;
}
