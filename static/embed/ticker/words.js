/** The ticker's own few words. */
import { SHARED_WORDS } from "../core/words.js";

/** @typedef {{ one?: string, other: string }} Plural */

export const WORDS = {
  en: {
    ...SHARED_WORDS.en, most_read: "Most read",
    no_breaking: "No breaking news right now.", no_reads: "Nothing has been read often enough yet.",
    pinned: "Editors' choice", reads: { one: "{n} read", other: "{n} reads" },
  },
  fil: {
    ...SHARED_WORDS.fil, most_read: "Pinakabinabasa",
    no_breaking: "Walang breaking news sa ngayon.", no_reads: "Kulang pa ang bilang ng nagbasa.",
    pinned: "Pinili ng mga editor", reads: { one: "{n} beses nabasa", other: "{n} na beses nabasa" },
  },
};
