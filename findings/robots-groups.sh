#!/usr/bin/env bash
# A Sitemap line between two User-agent lines lets a robot in that the file shuts out, in two of four robots.txt parsers
#
# Versions: Python 3.11, Protego 0.7.0, robotexclusionrulesparser 1.7.1; Node.js 20, robots-parser 3.0.1.
#
# RFC 9309 says that other records must not break a group apart, and that two groups for one robot are one. With a
# Sitemap line in between, robotexclusionrulesparser and robots-parser forget the first robot; a second group for the
# same robot is not read by urllib and robotexclusionrulesparser. And News shuts out GoodNews in urllib and
# robotexclusionrulesparser, which look for it anywhere in the name.
#
# Output seen (2026-11-30):
#     sitemap urllib: False Protego: False robotexclusionrulesparser: True
#     two groups urllib: True Protego: False robotexclusionrulesparser: True
#     name urllib: False Protego: True robotexclusionrulesparser: False
#     sitemap robots-parser: true
#     two groups robots-parser: false
#     name robots-parser: true
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Protego==0.7.0 robotexclusionrulesparser==1.7.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" robots-parser@3.0.1 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from urllib.robotparser import RobotFileParser
from protego import Protego
from robotexclusionrulesparser import RobotExclusionRulesParser
files = {
    "sitemap": ("User-agent: NewsBot\nSitemap: https://radyo.example/s.xml\nUser-agent: Other\nDisallow: /a\n", "NewsBot"),
    "two groups": ("User-agent: NewsBot\nDisallow: /b\n\nUser-agent: *\nDisallow: /c\n\nUser-agent: NewsBot\nDisallow: /a\n", "NewsBot"),
    "name": ("User-agent: News\nDisallow: /a\n", "GoodNews"),
}
for case, (text, robot) in files.items():
    standard, other = RobotFileParser(), RobotExclusionRulesParser()
    standard.parse(text.splitlines()), other.parse(text)
    url = "https://radyo.example/a"
    print(case, "urllib:", standard.can_fetch(robot, url), "Protego:", Protego.parse(text).can_fetch(url, robot), "robotexclusionrulesparser:", other.is_allowed(robot, url))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import robotsParser from "robots-parser";
const files = {
  sitemap: ["User-agent: NewsBot\nSitemap: https://radyo.example/s.xml\nUser-agent: Other\nDisallow: /a\n", "NewsBot"],
  "two groups": ["User-agent: NewsBot\nDisallow: /b\n\nUser-agent: *\nDisallow: /c\n\nUser-agent: NewsBot\nDisallow: /a\n", "NewsBot"],
  name: ["User-agent: News\nDisallow: /a\n", "GoodNews"],
};
for (const [name, [text, robot]] of Object.entries(files)) console.log(name, "robots-parser:", robotsParser("https://radyo.example/robots.txt", text).isAllowed("https://radyo.example/a", robot));
SCRIPT
)
expected=$(cat <<'EXPECTED'
sitemap urllib: False Protego: False robotexclusionrulesparser: True
two groups urllib: True Protego: False robotexclusionrulesparser: True
name urllib: False Protego: True robotexclusionrulesparser: False
sitemap robots-parser: true
two groups robots-parser: false
name robots-parser: true
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
