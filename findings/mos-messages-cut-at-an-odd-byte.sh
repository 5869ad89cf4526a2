#!/usr/bin/env bash
# @mos-connection/connector loses a MOS message whose TCP segments part a character
#
# Versions: Node.js 20, @mos-connection/connector 4.1.1.
#
# MOS speaks UTF-16 over TCP, and a segment may end anywhere. The connector decodes each piece as it comes: where one
# ends in the middle of a character, the rest of that message is shifted by a byte, and no answer comes. The same
# message cut one byte earlier is answered. Whoever sends to it writes each message in one piece; long ones may be lost
# all the same.
#
# Output seen (2026-11-30):
#     in two pieces, the first of 100 bytes: answered
#     in two pieces, the first of 101 bytes: no answer
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" @mos-connection/connector@4.1.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import net from "node:net";
import connector from "@mos-connection/connector";
const ports = { lower: 21540, upper: 21541, query: 21542 };
const there = new connector.MosConnection({ mosID: "NEWS.NCS", acceptsConnections: true, profiles: { 0: true, 1: true, 2: true }, ports });
there.on("error", () => {});
there.on("warning", () => {});
await there.init();
await there.connect({ primary: { id: "STUDIO.MOS", host: "127.0.0.1", ports: { lower: 21550, upper: 21551, query: 21552 }, timeout: 1000 } });
const message = Buffer.from("<mos><mosID>NEWS.NCS</mosID><ncsID>STUDIO.MOS</ncsID><messageID>7</messageID><heartbeat><time>2026-11-30T04:00:00</time></heartbeat></mos>", "utf16le").swap16();
for (const at of [100, 101]) {
  const answered = await new Promise((done) => {
    const line = net.connect(ports.lower, "127.0.0.1", async () => {
      line.setNoDelay(true);
      line.write(message.subarray(0, at));
      await new Promise((later) => setTimeout(later, 200));
      line.write(message.subarray(at));
    });
    line.on("data", () => { done("answered"); line.destroy(); });
    line.on("error", () => {});
    setTimeout(() => { done("no answer"); line.destroy(); }, 2000);
  });
  console.log(`in two pieces, the first of ${at} bytes: ${answered}`);
}
process.exit(0);
SCRIPT
)
expected=$(cat <<'EXPECTED'
in two pieces, the first of 100 bytes: answered
in two pieces, the first of 101 bytes: no answer
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
