#!/usr/bin/env bash
# What stands where a host stands in apprise's address is a token, and two ways to notify answer two kinds of things
#
# Versions: Python 3.11, apprise 2.3.0.
#
# An operator's list of addresses is vetted by host before anything is sent. In slack:// and tgram:// the host is the
# secret, so that a log of hosts has it; the real one is known to the plugin alone. Apprise.notify answers an object,
# the notification made by Apprise.instantiate a plain bool.
#
# Output seen (2026-11-30):
#     slack: host in the address tokentokena · sends by NotifySlack
#     tgram: host in the address 123456789 · sends by NotifyTelegram
#     json: host in the address 127.0.0.1 · sends by NotifyJSON
#     the plugin's notify: bool · Apprise's: AppriseResult
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check apprise==2.3.0 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from urllib.parse import urlsplit
from unittest.mock import patch
import apprise
for address in ("slack://TokenTokenA/TokenTokenB/TokenTokenTokenTokenTokC/#news", "tgram://123456789:abcdefg_hijklmnop/12315544", "json://127.0.0.1:9/hook"):
    plugin = apprise.Apprise.instantiate(address)
    print(address.partition(":")[0] + ":", "host in the address", urlsplit(address).hostname or urlsplit(address).netloc, "· sends by", type(plugin).__name__)
plugin = apprise.Apprise.instantiate("json://127.0.0.1:9/hook")
many = apprise.Apprise()
many.add("json://127.0.0.1:9/hook")
print("the plugin's notify:", type(plugin.notify(body="x")).__name__, "· Apprise's:", type(many.notify(body="x")).__name__)
PYTHON
)
expected=$(cat <<'EXPECTED'
slack: host in the address tokentokena · sends by NotifySlack
tgram: host in the address 123456789 · sends by NotifyTelegram
json: host in the address 127.0.0.1 · sends by NotifyJSON
the plugin's notify: bool · Apprise's: AppriseResult
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
