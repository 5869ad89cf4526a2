/** What is on, in a line: the programme and its segment; where the rundown has none, what the stream itself says. */

/** What `stream` says is playing, or "" where that is no more than a name that is shown already. */
export function saidByStream(programme, stream, station) {
  const said = stream?.playing?.trim() ?? "";
  const names = [programme?.title, station.name, stream?.title];
  return names.some((name) => name?.toLowerCase() === said.toLowerCase()) ? "" : said;
}

export function inALine({ programme, segment }, stream, station) {
  const part = segment?.title || saidByStream(programme, stream, station);
  return [programme?.title, part].filter(Boolean).join(" · ") || station.name;
}
