#!/usr/bin/env bash
# npm's feed writes any id into RSS, and throws at the same id in Atom; each picture is an image/jpg of length 0
#
# Versions: Node.js 20, feed 6.0.0.
#
# An id such as a post's number is written to RSS as guid and to JSON Feed as it is; atom1() throws "Invalid URL" at the
# same feed, so a format that worked in development fails with the first such story. A picture goes out as enclosure of
# type image/jpg, which is no registered type (image/jpeg is), also where the address ends in nothing that says so, with
# length 0. `author` in RSS is a name without an address.
#
# Output seen (2026-11-30):
#     <guid isPermaLink="false">7</guid>
#     <author>Ana</author>
#     <enclosure url="https://radyo.example/7.jpg" length="0" type="image/jpg"/>
#     7
#     atom1: Invalid URL
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" feed@6.0.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { Feed } from "feed";
const feed = new Feed({ title: "Radyo", id: "https://radyo.example/", link: "https://radyo.example/", copyright: "" });
feed.addItem({ title: "Rice", id: "7", link: "https://radyo.example/7", date: new Date("2026-11-30T00:00:00Z"), image: "https://radyo.example/7.jpg", author: [{ name: "Ana" }] });
for (const line of feed.rss2().match(/<(guid|enclosure|author)[^\n]*/g)) console.log(line);
console.log(JSON.parse(feed.json1()).items[0].id);
try { feed.atom1(); console.log("Atom"); } catch (error) { console.log("atom1:", error.message); }
SCRIPT
)
expected=$(cat <<'EXPECTED'
<guid isPermaLink="false">7</guid>
<author>Ana</author>
<enclosure url="https://radyo.example/7.jpg" length="0" type="image/jpg"/>
7
atom1: Invalid URL
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
