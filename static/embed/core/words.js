/** The few words that several embeds share: they stand on pages of others. */

export const SHARED_WORDS = {
  en: {
    Extreme: "Extreme", Severe: "Severe", Moderate: "Moderate", Minor: "Minor", Unknown: "Alert", until: "until",
    flash: "Flash", bulletin: "Bulletin", urgent: "Urgent", corrected: "Corrected", as_of: "As of",
    not_here: "Its news is not shown on this page at the moment.",
  },
  fil: {
    Extreme: "Matindi", Severe: "Malubha", Moderate: "Katamtaman", Minor: "Bahagya", Unknown: "Babala", until: "hanggang",
    flash: "Flash", bulletin: "Bulletin", urgent: "Urgent", corrected: "Itinama", as_of: "Lagay noong",
    not_here: "Hindi ipinapakita sa pahinang ito ang mga balita nito sa ngayon.",
  },
};
