#!/usr/bin/env bash
# npm's icy cuts a song's title at a semicolon
#
# Versions: Node.js 20, icy 2.1.0, icecast-parser 4.0.2, icecast-metadata-js 1.2.9.
#
# A title in a stream ends where `';` stands, and a semicolon within it is ordinary, as is an apostrophe. icy splits the
# block at every semicolon: "Ulan; bagyo" becomes "Ulan", and its rest a key of its own with the value "undefined".
# icecast-parser and icecast-metadata-js read it. (Nothing is escaped in this format, so only reading up to `';` is
# right.)
#
# Output seen (2026-11-30):
#     icy {"StreamTitle":"Ulan"," bagyo'":"undefined","StreamUrl":""}
#     icecast-parser "Ulan; bagyo"
#     icecast-metadata-js "Ulan; bagyo"
#     icy {"StreamTitle":"Ana - D'Bata","StreamUrl":""}
#     icecast-parser "Ana - D'Bata"
#     icecast-metadata-js "Ana - D'Bata"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" icy@2.1.0 icecast-parser@4.0.2 icecast-metadata-js@1.2.9 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import http from "node:http";
import icy from "icy";
import { Parser } from "icecast-parser";
import { IcecastMetadataReader } from "icecast-metadata-js";
const music = Buffer.alloc(64, 0x55);
for (const title of ["Ulan; bagyo", "Ana - D'Bata"]) {
  const text = Buffer.from(`StreamTitle='${title}';StreamUrl='';`);
  const block = Buffer.concat([Buffer.from([Math.ceil(text.length / 16)]), text, Buffer.alloc((16 - (text.length % 16)) % 16)]);
  console.log("icy", JSON.stringify(icy.parse(block.subarray(1))));
  const server = http.createServer((_, answer) => {
    answer.writeHead(200, { "content-type": "audio/mpeg", "icy-metaint": "64" });
    answer.write(Buffer.concat([music, block, music]));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const parser = new Parser({ url: `http://127.0.0.1:${server.address().port}/`, autoUpdate: false });
  await new Promise((done) => parser.once("metadata", (metadata) => { console.log("icecast-parser", JSON.stringify(metadata.get("StreamTitle"))); done(); }));
  server.closeAllConnections();
  server.close();
  const reader = new IcecastMetadataReader({ icyMetaInt: 64, metadataTypes: ["icy"], onMetadata: ({ metadata }) => console.log("icecast-metadata-js", JSON.stringify(metadata.StreamTitle)) });
  reader.readAll(new Uint8Array(Buffer.concat([music, block, music])));
}
process.exit(0);
SCRIPT
)
expected=$(cat <<'EXPECTED'
icy {"StreamTitle":"Ulan"," bagyo'":"undefined","StreamUrl":""}
icecast-parser "Ulan; bagyo"
icecast-metadata-js "Ulan; bagyo"
icy {"StreamTitle":"Ana - D'Bata","StreamUrl":""}
icecast-parser "Ana - D'Bata"
icecast-metadata-js "Ana - D'Bata"
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
