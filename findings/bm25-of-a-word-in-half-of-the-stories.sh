#!/usr/bin/env bash
# For rank-bm25 a word that half of the stories have says nothing, one that more have says more; BM25Plus scores stories without it
#
# Versions: Python 3.11, rank-bm25 0.2.2.
#
# BM25Okapi's weight of a word is the logarithm of (N - n + 0.5)/(n + 0.5): 0 where n is half of N, and all scores are 0
# then, so in a corpus of two stories nothing that stands in one of them can be found. Below zero it is replaced by a
# quarter of the average weight, so a word in three of four stories ranks them above one in two of four. BM25Plus adds
# its delta before it looks whether the word is there: stories without any word of the question get a score, and a
# filter by score above zero keeps all.
#
# Output seen (2026-11-30):
#     one of two: [0.0, 0.0]
#     two of four: [0.0, 0.0, 0.0, 0.0]
#     three of four: [0.09, 0.09, 0.12, 0.0]
#     two of four, BM25Plus: [1.71, 1.71, 0.92, 0.92]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rank-bm25==0.2.2 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
from rank_bm25 import BM25Okapi, BM25Plus
def scores(index, *stories):
    return [round(float(score), 2) for score in index([story.split() for story in stories]).get_scores(["bagyo"])]
print("one of two:", scores(BM25Okapi, "bagyo sa batanes", "presyo ng bigas"))
print("two of four:", scores(BM25Okapi, "bagyo signal", "bagyo baha", "bigas", "gasolina"))
print("three of four:", scores(BM25Okapi, "bagyo signal", "bagyo baha", "bagyo", "gasolina"))
print("two of four, BM25Plus:", scores(BM25Plus, "bagyo signal", "bagyo baha", "bigas", "gasolina"))
PYTHON
)
expected=$(cat <<'EXPECTED'
one of two: [0.0, 0.0]
two of four: [0.0, 0.0, 0.0, 0.0]
three of four: [0.09, 0.09, 0.12, 0.0]
two of four, BM25Plus: [1.71, 1.71, 0.92, 0.92]
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
