#!/usr/bin/env bash
# A time without a zone in XMLTV: one parser for Node.js answers another hour, the other null
#
# Versions: Node.js 20, @iptv/xmltv 1.0.1, epg-parser 0.5.0.
#
# The format says that a zone may be missing and UTC is meant then, and that times may be cut short. @iptv/xmltv reads
# 20261130173045 as one o'clock (its last digits are taken for something else), 202611300830 as the 3rd of November;
# epg-parser gives null, and for the short one with a zone eight seconds too many and the zone ignored. A guide must be
# written with fourteen digits and a numeric zone.
#
# Output seen (2026-11-30):
#     20261130173045 +0800  @iptv/xmltv 2026-11-30T09:30:45.000Z epg-parser 2026-11-30T09:30:45.000Z
#     20261130173045        @iptv/xmltv 2026-11-30T01:00:00.000Z epg-parser null
#     202611301730 +0800    @iptv/xmltv 2026-11-30T09:30:00.000Z epg-parser 2026-11-30T17:30:08.000Z
#     202611301730          @iptv/xmltv 2026-11-03T00:00:00.000Z epg-parser null
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @iptv/xmltv@1.0.1 epg-parser@0.5.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { parseXmltv } from "@iptv/xmltv";
import { parse } from "epg-parser";
for (const start of ["20261130173045 +0800", "20261130173045", "202611301730 +0800", "202611301730"]) {
  const guide = `<?xml version="1.0"?><tv><channel id="a"><display-name>Radyo</display-name></channel><programme start="${start}" channel="a"><title>News</title></programme></tv>`;
  console.log(start.padEnd(21), "@iptv/xmltv", parseXmltv(guide).programmes[0].start?.toISOString(), "epg-parser", parse(guide).programs[0].start);
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
20261130173045 +0800  @iptv/xmltv 2026-11-30T09:30:45.000Z epg-parser 2026-11-30T09:30:45.000Z
20261130173045        @iptv/xmltv 2026-11-30T01:00:00.000Z epg-parser null
202611301730 +0800    @iptv/xmltv 2026-11-30T09:30:00.000Z epg-parser 2026-11-30T17:30:08.000Z
202611301730          @iptv/xmltv 2026-11-03T00:00:00.000Z epg-parser null
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
