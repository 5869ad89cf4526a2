#!/usr/bin/env bash
# A programme written 11-1 PM lasts fourteen hours for chrono-node
#
# Versions: Node.js 20, chrono-node 2.10.3.
#
# Stations write 11-1 PM for a programme before and after noon. chrono-node gives the one PM to both ends, and where the
# end is then before the start moves the end to the next day: 11 at night until 1 PM of the day after. 9-11 AM, and
# 11AM-1PM with both marks, are right. The same is done with 11:00-1:00 PM. And 10 PM-12 MN, midnight as Filipinos write
# it, ends at noon of the next day, since MN is left out. Whoever reads a grid from text bounds a programme's length.
#
# Output seen (2026-12-01):
#     9-11 AM        2 March 09:00 to 2 March 11:00: 2 h
#     11AM-1PM       2 March 11:00 to 2 March 13:00: 2 h
#     11-1 PM        2 March 23:00 to 3 March 13:00: 14 h
#     11:00-1:00 PM  2 March 23:00 to 3 March 13:00: 14 h
#     10 PM-12 MN    2 March 22:00 to 3 March 12:00: 14 h
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" chrono-node@2.10.3 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import * as chrono from "chrono-node";
const now = new Date(2026, 2, 2, 0, 0);
for (const text of ["9-11 AM", "11AM-1PM", "11-1 PM", "11:00-1:00 PM", "10 PM-12 MN"]) {
  const [{ start, end }] = chrono.parse(text, now);
  const hours = (end.date() - start.date()) / 3600000;
  const at = (part) => `${part.get("day")} March ${String(part.get("hour")).padStart(2, "0")}:00`;
  console.log(`${text.padEnd(14)} ${at(start)} to ${at(end)}: ${hours} h`);
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
9-11 AM        2 March 09:00 to 2 March 11:00: 2 h
11AM-1PM       2 March 11:00 to 2 March 13:00: 2 h
11-1 PM        2 March 23:00 to 3 March 13:00: 14 h
11:00-1:00 PM  2 March 23:00 to 3 March 13:00: 14 h
10 PM-12 MN    2 March 22:00 to 3 March 12:00: 14 h
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
