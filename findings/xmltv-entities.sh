#!/usr/bin/env bash
# Two XMLTV parsers leave &amp; and &#241; in titles, and drop a description that has CDATA
#
# Versions: Node.js 20, @iptv/xmltv 1.0.1, epg-parser 0.5.0.
#
# "News & weather" is shown as "News &amp; weather", an ñ as its number. @iptv/xmltv loses a description whole once a
# CDATA section is in it, epg-parser what follows the section. An XML reader does all of this.
#
# Output seen (2026-11-30):
#     @iptv/xmltv [{"_value":"News &amp; Ni&#241;o"}] [{}]
#     epg-parser [{"value":"News &amp; Ni&#241;o"}] [{"value":"With","undefined":[{}]}]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @iptv/xmltv@1.0.1 epg-parser@0.5.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { parseXmltv } from "@iptv/xmltv";
import { parse } from "epg-parser";
const guide = `<?xml version="1.0"?><tv><channel id="a"><display-name>Radyo</display-name></channel><programme start="20261130083000 +0800" channel="a"><title>News &amp; Ni&#241;o</title><desc>With <![CDATA[Ana & Ben]]> at eight</desc></programme></tv>`;
const [one] = parseXmltv(guide).programmes;
console.log("@iptv/xmltv", JSON.stringify(one.title), JSON.stringify(one.desc));
const [two] = parse(guide).programs;
console.log("epg-parser", JSON.stringify(two.title), JSON.stringify(two.desc));
SCRIPT
)
expected=$(cat <<'EXPECTED'
@iptv/xmltv [{"_value":"News &amp; Ni&#241;o"}] [{}]
epg-parser [{"value":"News &amp; Ni&#241;o"}] [{"value":"With","undefined":[{}]}]
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
