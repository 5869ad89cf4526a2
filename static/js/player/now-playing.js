/** What is on, in a line: the programme and its segment; where the rundown has none, what the stream itself says. */

/** @typedef {{ title: string }} Titled */
/** @typedef {{ title?: string, playing?: string }} Playing a stream, as much of it as matters here */

/**
 * What `stream` says is playing, or "" where that is no more than a name that is shown already.
 * @param {Titled | undefined} programme @param {Playing | undefined} stream @param {{ name: string }} station
 */
export function saidByStream(programme, stream, station) {
  const said = stream?.playing?.trim() ?? "";
  const names = [programme?.title, station.name, stream?.title];
  return names.some((name) => name?.toLowerCase() === said.toLowerCase()) ? "" : said;
}

/**
 * @param {{ programme?: Titled, segment?: Titled }} air @param {Playing | undefined} stream @param {{ name: string }} station
 */
export function inALine({ programme, segment }, stream, station) {
  const part = segment?.title || saidByStream(programme, stream, station);
  return [programme?.title, part].filter(Boolean).join(" · ") || station.name;
}
