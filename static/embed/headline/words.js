/** The words about one headline. */
export const HEADLINE_WORDS = {
  en: {
    flash: "Flash", bulletin: "Bulletin", urgent: "Urgent", corrected: "Corrected", withdrawn: "Withdrawn", as_of: "As of",
    gone: "This headline was withdrawn", over: "off the front page at", none: "No breaking news right now.",
  },
  fil: {
    flash: "Flash", bulletin: "Bulletin", urgent: "Urgent", corrected: "Itinama", withdrawn: "Binawi", as_of: "Lagay noong",
    gone: "Binawi ang headline na ito", over: "inalis sa front page nang", none: "Walang breaking news sa ngayon.",
  },
};
