#!/usr/bin/env bash
# An alert in two languages has no map: the WMO's converter of CAP to GeoJSON takes one info and one polygon
#
# Versions: Python 3.11, cap2geojson 0.1.0.dev4.
#
# CAP repeats info for each language and polygon for each part of an area; an alert in Filipino and English has two
# infos. cap2geojson, made for weather services, reads one of each and fails in words of lists where there are two. An
# area named by codes alone is a Polygon without a point, which maps refuse, and where an area has a circle beside its
# polygon, or the polygon beside the circle, only the circle is drawn.
#
# Output seen (2026-12-01):
#     one language, one polygon: Polygon with 4 points
#     two languages: 'list' object has no attribute 'get'
#     two polygons: 'list' object has no attribute 'replace'
#     codes alone: Polygon with 0 points
#     polygon and circle: Polygon with 65 points
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cap2geojson==0.1.0.dev4 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import json, logging
from cap2geojson import to_geojson
logging.disable(logging.CRITICAL)
POLYGON, SECOND, CIRCLE = "<polygon>13,123 13.5,123 13.5,123.5 13,123</polygon>", "<polygon>14,124 14.5,124 14.5,124.5 14,124</polygon>", "<circle>13.2,123.6 20</circle>"
def info(language, shapes):
    return f"<info><language>{language}</language><category>Met</category><event>Bagyo</event><urgency>Immediate</urgency><severity>Extreme</severity><certainty>Likely</certainty><area><areaDesc>Albay</areaDesc>{shapes}<geocode><valueName>PSGC</valueName><value>0500500000</value></geocode></area></info>"
def alert(*infos):
    return f'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>1</identifier><sender>desk@radio.example</sender><sent>2026-03-02T05:00:00+08:00</sent><status>Actual</status><msgType>Alert</msgType><scope>Public</scope>{"".join(infos)}</alert>'
for name, text in {
    "one language, one polygon": alert(info("fil-PH", POLYGON)),
    "two languages": alert(info("fil-PH", POLYGON), info("en", POLYGON)),
    "two polygons": alert(info("fil-PH", POLYGON + SECOND)),
    "codes alone": alert(info("fil-PH", "")),
    "polygon and circle": alert(info("fil-PH", POLYGON + CIRCLE)),
}.items():
    try:
        geometry = to_geojson(text)["features"][0]["geometry"]
        print(f"{name}: {geometry['type']} with {len(geometry['coordinates'][0])} points")
    except AttributeError as error:
        print(f"{name}: {error}")
PYTHON
)
expected=$(cat <<'EXPECTED'
one language, one polygon: Polygon with 4 points
two languages: 'list' object has no attribute 'get'
two polygons: 'list' object has no attribute 'replace'
codes alone: Polygon with 0 points
polygon and circle: Polygon with 65 points
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
