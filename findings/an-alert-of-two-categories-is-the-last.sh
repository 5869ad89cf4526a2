#!/usr/bin/env bash
# After an alert with two categories capparser reads no alert any more
#
# Versions: Python 3.11, capparser 2.0.4.
#
# An alert may have several categories (Met and Geo for rain and landslides). capparser adds them to the list that is
# the default of its own Info, which all alerts share. As soon as there are two, the next element is refused since a
# category is no Category, and so is every alert that is read after it in the same process, those that were read well
# before among them. A single category stands as a text in the place of that list.
#
# Output seen (2026-12-01):
#     Met: ('Met', 1)
#     Met and Geo: Exception: Category must be a list of enums.Category objects
#     Met: Exception: Category must be a list of enums.Category objects
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check capparser==2.0.4 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import capparser
def alert(*categories):
    return '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>1</identifier><sender>desk@radio.example</sender><sent>2026-03-02T05:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope><info>' + "".join(f"<category>{one}</category>" for one in categories) + "<event>Bagyo</event><urgency>Immediate</urgency><severity>Extreme</severity><certainty>Likely</certainty><area><areaDesc>Albay</areaDesc></area></info></alert>"
for categories in (["Met"], ["Met", "Geo"], ["Met"]):
    try:
        print(" and ".join(categories) + ":", capparser.parse(stringXML=alert(*categories)).getInfos()[0].category)
    except Exception as error:
        print(" and ".join(categories) + ":", type(error).__name__ + ":", error)
PYTHON
)
expected=$(cat <<'EXPECTED'
Met: ('Met', 1)
Met and Geo: Exception: Category must be a list of enums.Category objects
Met: Exception: Category must be a list of enums.Category objects
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
