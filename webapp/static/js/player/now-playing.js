/** What is on, in a line: the programme and its segment; where the rundown has none, what the stream itself says. */

/** What `stream` says is playing, or "" where that is no more than one of the names that are shown already. */
export function saidByStream(stream, names) {
  const said = stream?.playing?.trim() ?? "";
  return names.some((name) => name?.toLowerCase() === said.toLowerCase()) ? "" : said;
}

export function inALine({ programme, segment }, stream, station) {
  const part = segment?.title || saidByStream(stream, [programme?.title, station.name, stream?.title]);
  return [programme?.title, part].filter(Boolean).join(" · ") || station.name;
}
