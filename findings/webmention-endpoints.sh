#!/usr/bin/env bash
# indieweb-utils sends webmentions to a host called "http", and to none where a link in the text says where
#
# Versions: Python 3.11, ronkyuu 0.9, indieweb-utils 0.10.0.
#
# Webmention (W3C, 2017) says where to send: the Link header first, then the first link or a element with the relation,
# in the order of the page. indieweb-utils makes https://http/… of a relative address in the header, passes over the
# header if a link element is there, finds the relation only if it is the first of several, no a element, and turns
# every http into https. ronkyuu finds them.
#
# Output seen (2026-11-30):
#     header indieweb-utils: https://http/mention ronkyuu: http://127.0.0.1/mention
#     header-and-link indieweb-utils: https://127.0.0.1/second ronkyuu: http://127.0.0.1/mention
#     several-relations indieweb-utils: WebmentionEndpointNotFound ronkyuu: http://127.0.0.1/mention
#     a indieweb-utils: WebmentionEndpointNotFound ronkyuu: http://127.0.0.1/mention
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ronkyuu==0.9 indieweb-utils==0.10.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import indieweb_utils, ronkyuu
pages = {
    "header": ({"Link": "</mention>; rel=webmention"}, ""),
    "header-and-link": ({"Link": "</mention>; rel=webmention"}, '<link rel="webmention" href="/second">'),
    "several-relations": ({}, '<link rel="pingback webmention" href="/mention">'),
    "a": ({}, '<a rel="webmention" href="/mention">Mention</a>'),
}
class Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        headers, body = pages[self.path[1:]]
        self.send_response(200)
        for name, value in {"Content-Type": "text/html", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(f"<!doctype html><title>Rice</title>{body}".encode())
    do_HEAD = do_GET
    def log_message(self, *_):
        pass
server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
threading.Thread(target=server.serve_forever, daemon=True).start()
home = f"http://127.0.0.1:{server.server_port}"
for page in pages:
    try:
        answer = indieweb_utils.discover_webmention_endpoint(f"{home}/{page}").endpoint
    except Exception as error:
        answer = type(error).__name__
    found = ronkyuu.discoverEndpoint(f"{home}/{page}", test_urls=False)[1]
    print(page, "indieweb-utils:", answer.replace(f":{server.server_port}", ""), "ronkyuu:", found.replace(f":{server.server_port}", ""))
server.shutdown()
PYTHON
)
expected=$(cat <<'EXPECTED'
header indieweb-utils: https://http/mention ronkyuu: http://127.0.0.1/mention
header-and-link indieweb-utils: https://127.0.0.1/second ronkyuu: http://127.0.0.1/mention
several-relations indieweb-utils: WebmentionEndpointNotFound ronkyuu: http://127.0.0.1/mention
a indieweb-utils: WebmentionEndpointNotFound ronkyuu: http://127.0.0.1/mention
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
