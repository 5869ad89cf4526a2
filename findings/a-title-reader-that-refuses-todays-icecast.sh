#!/usr/bin/env bash
# A reader of stations' titles refuses the status of every Icecast since 2.4.1
#
# Versions: Node.js 20, node-internet-radio 0.2.1.
#
# node-internet-radio asks /status-json.xsl and takes the answer only as text/xml, which Icecast 2.4.0 said by mistake.
# Icecast has answered application/json since 2.4.1, and such a station is not valid metadata. The same document under
# the wrong type is read, and the stream is found only if the address asked is letter by letter what the server calls
# itself: localhost for 127.0.0.1 is no current station.
#
# Output seen (2026-12-01):
#     application/json, localhost: Not valid metadata
#     text/xml, localhost: News at five
#     text/xml, 127.0.0.1: Unable to determine current station information.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" node-internet-radio@0.2.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import http from "node:http";
import { createRequire } from "node:module";
const { getStationInfo, StreamSource } = createRequire(process.cwd() + "/")("node-internet-radio");
let type;
const server = http.createServer((request, response) => {
  response.setHeader("content-type", type);
  response.end(JSON.stringify({ icestats: { source: [{ listenurl: `http://localhost:${server.address().port}/live`, title: "News at five", listeners: 4 }, { listenurl: `http://localhost:${server.address().port}/aac`, title: "AAC", listeners: 1 }] } }));
}).listen(0, "127.0.0.1", async () => {
  for (const [said, host] of [["application/json", "localhost"], ["text/xml", "localhost"], ["text/xml", "127.0.0.1"]]) {
    type = said;
    await new Promise((resolve) => getStationInfo(`http://${host}:${server.address().port}/live`, (error, station) => resolve(console.log(`${type}, ${host}:`, error ? error.message : station.title)), StreamSource.ICECAST));
  }
  process.exit();
});
SCRIPT
)
expected=$(cat <<'EXPECTED'
application/json, localhost: Not valid metadata
text/xml, localhost: News at five
text/xml, 127.0.0.1: Unable to determine current station information.
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
