#!/usr/bin/env bash
# nino does not find Niño in three of four search libraries, and a child is a law in two
#
# Versions: Node.js 20, lunr 2.3.9, minisearch 7.2.0, @orama/orama 3.1.18, flexsearch 0.8.212.
#
# Keyboards of phones in the Philippines hide the ñ, and a Mac's file names have it in two characters; lunr and
# MiniSearch find neither by the other without a function of one's own, Orama knows the two-character ñ but not the n,
# flexsearch knows both. lunr and Orama stem as English unless told otherwise, so bata (child) and batas (law) are one
# word: every story about a law answers a search for children.
#
# Output seen (2026-11-30):
#     nino lunr: nothing; minisearch: nothing; orama: nothing; flexsearch: Pista ng Sto. Niño
#     Niño lunr: nothing; minisearch: nothing; orama: Pista ng Sto. Niño; flexsearch: Pista ng Sto. Niño
#     bata lunr: Mga bata sa baha + Batas sa halalan; minisearch: Mga bata sa baha; orama: Mga bata sa baha + Batas sa halalan; flexsearch: Mga bata sa baha
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" lunr@2.3.9 minisearch@7.2.0 @orama/orama@3.1.18 flexsearch@0.8.212 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import { create, insert, search } from "@orama/orama";
import flexsearch from "flexsearch";
import lunr from "lunr";
import MiniSearch from "minisearch";
const stories = ["Pista ng Sto. Ni\u00f1o", "Mga bata sa baha", "Batas sa halalan"].map((title, id) => ({ id: String(id), title }));
const old = lunr(function () { this.ref("id"); this.field("title"); stories.forEach((story) => this.add(story)); });
const mini = new MiniSearch({ fields: ["title"] });
mini.addAll(stories);
const orama = create({ schema: { id: "string", title: "string" } });
for (const story of stories) insert(orama, story);
const flex = new flexsearch.Index();
for (const { id, title } of stories) flex.add(id, title);
for (const words of ["nino", "Nin\u0303o", "bata"]) {
  const found = { lunr: old.search(words).map(({ ref }) => ref), minisearch: mini.search(words).map(({ id }) => id), orama: search(orama, { term: words }).hits.map(({ id }) => id), flexsearch: flex.search(words) };
  console.log(words.normalize("NFC"), Object.entries(found).map(([name, ids]) => `${name}: ${ids.sort().map((id) => stories[id].title.normalize("NFC")).join(" + ") || "nothing"}`).join("; "));
}
SCRIPT
)
expected=$(cat <<'EXPECTED'
nino lunr: nothing; minisearch: nothing; orama: nothing; flexsearch: Pista ng Sto. Niño
Niño lunr: nothing; minisearch: nothing; orama: Pista ng Sto. Niño; flexsearch: Pista ng Sto. Niño
bata lunr: Mga bata sa baha + Batas sa halalan; minisearch: Mga bata sa baha; orama: Mga bata sa baha + Batas sa halalan; flexsearch: Mga bata sa baha
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
