/** The ticker's own few words, since it stands on pages of others. */
/** @typedef {{ one?: string, other: string }} Plural */

export const WORDS = {
  en: {
    Extreme: "Extreme", Severe: "Severe", Moderate: "Moderate", Minor: "Minor", Unknown: "Alert", until: "until",
    flash: "Flash", bulletin: "Bulletin", urgent: "Urgent", corrected: "Corrected", most_read: "Most read",
    as_of: "As of", no_breaking: "No breaking news right now.", no_reads: "Nothing has been read often enough yet.",
    pinned: "Editors' choice", reads: { one: "{n} read", other: "{n} reads" },
  },
  fil: {
    Extreme: "Matindi", Severe: "Malubha", Moderate: "Katamtaman", Minor: "Bahagya", Unknown: "Babala", until: "hanggang",
    flash: "Flash", bulletin: "Bulletin", urgent: "Urgent", corrected: "Itinama", most_read: "Pinakabinabasa",
    as_of: "Lagay noong", no_breaking: "Walang breaking news sa ngayon.", no_reads: "Kulang pa ang bilang ng nagbasa.",
    pinned: "Pinili ng mga editor", reads: { one: "{n} beses nabasa", other: "{n} na beses nabasa" },
  },
};
