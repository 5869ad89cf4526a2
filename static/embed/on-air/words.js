/** The words of what is on the air. */
export const AIR_WORDS = {
  en: {
    on_air: "On the air", silent: "Silence on the air", off_air: "Off the air", unknown: "Radio", nothing: "Nothing is scheduled right now",
    until: "until", next: "Next", listen: "Listen live", as_of: "As of", elsewhere: "It cannot be played here. Listen at the station",
  },
  fil: {
    on_air: "Nasa ere", silent: "Tahimik sa ere", off_air: "Wala sa ere", unknown: "Radyo", nothing: "Walang nakatakdang programa ngayon",
    until: "hanggang", next: "Susunod", listen: "Makinig nang live", as_of: "Lagay noong", elsewhere: "Hindi ito mapatugtog dito. Makinig sa istasyon",
  },
};
