#!/usr/bin/env bash
# Who reads in Viber's or WhatsApp's own browser is a crawler by the list of crawlers
#
# Versions: Python 3.11, crawler-user-agents 1.67.
#
# crawler-user-agents is the list that analytics of many sites stand on. Its patterns for the apps' link previews are
# the apps' names, which their built-in browsers carry too, so people who open a story from a chat, in the Philippines
# many of them, are left out of the counts. Facebook's built-in browser is told from its preview.
#
# Output seen (2026-11-30):
#     Chrome: reader
#     Viber's browser: crawler
#     WhatsApp's browser: crawler
#     Facebook's browser: reader
#     Viber's preview: crawler
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check crawler-user-agents==1.67 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from crawleruseragents import is_crawler
phone = "Mozilla/5.0 (Linux; Android 14; SM-A055F) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.0.0 Mobile Safari/537.36"
for name, agent in {"Chrome": phone.replace("Version/4.0 ", ""), "Viber's browser": phone + " Viber/23.6.0", "WhatsApp's browser": phone + " WhatsApp/2.24.20",
                    "Facebook's browser": phone + " [FB_IAB/FB4A;FBAV/480.0.0.0;]", "Viber's preview": "Viber"}.items():
    print(name + ":", "crawler" if is_crawler(agent) else "reader")
PYTHON
)
expected=$(cat <<'EXPECTED'
Chrome: reader
Viber's browser: crawler
WhatsApp's browser: crawler
Facebook's browser: reader
Viber's preview: crawler
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
