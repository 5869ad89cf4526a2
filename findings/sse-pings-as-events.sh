#!/usr/bin/env bash
# httpx-sse hands out an empty event for each comment that keeps the line open, once an id was seen
#
# Versions: Python 3.11, httpx 0.28.1, httpx-sse 0.4.3, sseclient-py 1.9.0.
#
# The HTML standard drops a block without data. httpx-sse drops it only while nothing else is known: after the first
# event with an id each ": ping" and each retry line is an event of type message with empty data and the old id, and its
# json() raises. sseclient-py drops them. A client must skip events without data.
#
# Output seen (2026-11-30):
#     httpx-sse [('message', '', ''), ('breaking', '{}', '7'), ('message', '', '7'), ('message', '', '7')]
#     sseclient-py [('breaking', '{}', '7')]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check httpx==0.28.1 httpx-sse==0.4.3 sseclient-py==1.9.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import io
import httpx, httpx_sse, sseclient
stream = "retry: 3000\n\nid: 7\nevent: breaking\ndata: {}\n\n: ping\n\n: ping\n\n"
response = httpx.Response(200, headers={"content-type": "text/event-stream"}, content=stream.encode())
print("httpx-sse", [(event.event, event.data, event.id) for event in httpx_sse.EventSource(response).iter_sse()])
print("sseclient-py", [(event.event, event.data, event.id) for event in sseclient.SSEClient(io.BytesIO(stream.encode())).events()])
PYTHON
)
expected=$(cat <<'EXPECTED'
httpx-sse [('message', '', ''), ('breaking', '{}', '7'), ('message', '', '7'), ('message', '', '7')]
sseclient-py [('breaking', '{}', '7')]
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
