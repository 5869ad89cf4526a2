#!/usr/bin/env bash
# sseclient-py hands out the half of an event that arrived before the line broke
#
# Versions: Python 3.11, httpx 0.28.1, httpx-sse 0.4.3, sseclient-py 1.9.0.
#
# A block that is not ended by an empty line must be thrown away (HTML standard, 9.2.6): the rest of it is on the way
# that was cut. sseclient-py gives what came as an event like any other, so a headline may lack its end; with JSON it
# raises at least. It also forgets the id after the event that carried it, and hands out retry values that are no
# numbers. httpx-sse waits.
#
# Output seen (2026-11-30):
#     httpx-sse [('Storm over Luzon', '7'), ('No deaths', '7')]
#     sseclient-py [('Storm over Luzon', '7'), ('No deaths', None), ('Seven missing, all found ali', None)]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check httpx==0.28.1 httpx-sse==0.4.3 sseclient-py==1.9.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import io
import httpx, httpx_sse, sseclient
stream = "id: 7\ndata: Storm over Luzon\n\ndata: No deaths\n\ndata: Seven missing, all found ali"
response = httpx.Response(200, headers={"content-type": "text/event-stream"}, content=stream.encode())
print("httpx-sse", [(event.data, event.id) for event in httpx_sse.EventSource(response).iter_sse()])
print("sseclient-py", [(event.data, event.id) for event in sseclient.SSEClient(io.BytesIO(stream.encode())).events()])
PYTHON
)
expected=$(cat <<'EXPECTED'
httpx-sse [('Storm over Luzon', '7'), ('No deaths', '7')]
sseclient-py [('Storm over Luzon', '7'), ('No deaths', None), ('Seven missing, all found ali', None)]
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
