#!/usr/bin/env bash
# The stop words for Tagalog hold the weather, the word not, and rising and falling prices
#
# Versions: Python 3.11, stopwordsiso 0.7.1; Node.js 20, stopwords-iso 1.1.0.
#
# stopwords-iso is what search and keyword libraries point to for tl. Its list takes out panahon (weather), laban
# (fight, versus), kulang (short of), pataas and bababa (rising, will fall), hindi and huwag (not, do not), and the
# numbers from one to five: half of what headlines say. Some of the commonest small words (nang, rin, daw, naman) are
# not in it. There is no fil, so who asks by CLDR's code gets none.
#
# Output seen (2026-11-30):
#     taken out: ['panahon', 'laban', 'kulang', 'pataas', 'bababa', 'hindi', 'huwag', 'lima']
#     left: ['nang', 'rin', 'daw', 'naman'] fil: False
#     npm, taken out: 8 fil: undefined
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check stopwordsiso==0.7.1 2>"$folder/log" || { cat "$folder/log"; exit 2; }
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" stopwords-iso@1.1.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import stopwordsiso
words = stopwordsiso.stopwords("tl")
print("taken out:", [word for word in ("panahon", "laban", "kulang", "pataas", "bababa", "hindi", "huwag", "lima") if word in words])
print("left:", [word for word in ("nang", "rin", "daw", "naman", "ang", "mga") if word not in words], "fil:", stopwordsiso.has_lang("fil"))
PYTHON
node --no-warnings --input-type=module <<'SCRIPT'
import { createRequire } from "node:module";
const all = createRequire(process.cwd() + "/")("stopwords-iso");
console.log("npm, taken out:", ["panahon", "laban", "kulang", "pataas", "bababa", "hindi", "huwag", "lima"].filter((word) => all.tl.includes(word)).length, "fil:", all.fil);
SCRIPT
)
expected=$(cat <<'EXPECTED'
taken out: ['panahon', 'laban', 'kulang', 'pataas', 'bababa', 'hindi', 'huwag', 'lima']
left: ['nang', 'rin', 'daw', 'naman'] fil: False
npm, taken out: 8 fil: undefined
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
