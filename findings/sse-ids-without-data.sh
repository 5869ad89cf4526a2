#!/usr/bin/env bash
# An id sent by itself moves the place of resuming in one of three EventSource for Node.js
#
# Versions: Node.js 20, eventsource 4.1.1, launchdarkly-eventsource 2.2.0, undici 7.30.2.
#
# A server may tell how far a quiet client is by an id and an empty line; by the HTML standard that is no event, but the
# client resumes there. undici does; eventsource and launchdarkly-eventsource ask again for all since the last event
# with data. eventsource also says an empty lastEventId on an event without an id of its own, where the standard keeps
# the last one. A server must put its ids on events.
#
# Output seen (2026-11-30):
#     eventsource heard A:7 B: resumes at 7
#     launchdarkly-eventsource heard A:7 B:7 resumes at 7
#     undici heard A:7 B:7 resumes at 8
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" eventsource@4.1.1 launchdarkly-eventsource@2.2.0 undici@7.30.2 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import http from "node:http";
import { EventSource } from "eventsource";
import * as launchdarkly from "launchdarkly-eventsource";
import { EventSource as Undici } from "undici";
const text = "retry: 20\n\nid: 7\ndata: A\n\ndata: B\n\nid: 8\n\n";
for (const [name, Source] of [["eventsource", EventSource], ["launchdarkly-eventsource", launchdarkly.EventSource], ["undici", Undici]]) {
  const asked = [];
  let again;
  const resumed = new Promise((done) => (again = done));
  const server = http.createServer((request, answer) => {
    asked.push(request.headers["last-event-id"]);
    if (asked.length === 2) return again();
    answer.writeHead(200, { "content-type": "text/event-stream" }).end(text);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const heard = [];
  const source = new Source(`http://127.0.0.1:${server.address().port}/`, { initialRetryDelayMillis: 20 });
  source.onmessage = ({ data, lastEventId }) => heard.push(`${data}:${lastEventId}`);
  await resumed;
  source.close();
  server.closeAllConnections();
  server.close();
  console.log(name, "heard", heard.join(" "), "resumes at", asked[1]);
}
process.exit(0);
SCRIPT
)
expected=$(cat <<'EXPECTED'
eventsource heard A:7 B: resumes at 7
launchdarkly-eventsource heard A:7 B:7 resumes at 7
undici heard A:7 B:7 resumes at 8
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
