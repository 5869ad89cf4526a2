/** `/embed/ticker.json`: as much of the board as embeds show, with addresses that lead there from elsewhere. */

import type { AlertItem, BreakingItem, MostRead, MostReadItem, OnAir, Stream } from "../../js/feed/events.d.ts";

export interface Held {
  epoch: string;
  seq: number;
  station: { name: string; url: string };
  alerts?: AlertItem[];
  breaking: (BreakingItem & { url?: string })[];
  most_read: (Omit<MostRead, "items"> & { items: (MostReadItem & { url?: string, language?: string | null })[] }) | null;
  on_air?: OnAir;
  stream?: Stream;
  /** The station no longer gives its news to this site; all of the above is empty. */
  revoked?: true;
  /** Since when the station's own pages have had no news from its store. */
  stale_since?: string | null;
}

/** A headline that an embed follows beyond its time on the board: `/api/v1/breaking/<id>`. */
export interface Followed {
  id: string;
  state: "current" | "expired" | "withdrawn";
  priority: BreakingItem["priority"];
  headline?: string;
  texts?: BreakingItem["texts"];
  language?: string;
  published_at: string;
  ended_at?: string;
  /** Of a withdrawal. */
  reason?: string;
  corrections: { at: string; reason: string }[];
}

/** How an embed is drawn: its settings, the station's address, and how old what it shows is (milliseconds since the epoch). */
export interface View {
  lang: "en" | "fil";
  /** Nothing where it is as the page around it. */
  theme: "light" | "dark" | "";
  home: string;
  oldSince: number | null;
}
