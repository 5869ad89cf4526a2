#!/usr/bin/env bash
# wavefile drops the cart chunk of a radio spot when it saves, and reads -23 LUFS as 632.36
#
# Versions: Node.js 20, wavefile 11.0.0.
#
# AES46's cart chunk tells an automation system when a spot may run and where its intro ends. A WAV file opened and
# saved again has none, nor any other chunk that the library does not know; nothing says so. The loudness in bext (EBU
# Tech 3285, version 2: hundredths of LUFS, signed) is read as unsigned: 63236 for -2300.
#
# Output seen (2026-11-30):
#     cart before: true after: false
#     loudness written -2300, read 63236
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$folder" wavefile@11.0.0 >"$folder/log" 2>&1 || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$(node --no-warnings --input-type=module <<'SCRIPT'
import wavefile from "wavefile";
const chunk = (name, data) => { const head = Buffer.alloc(8, name); head.writeUInt32LE(data.length, 4); return Buffer.concat([head, data]); };
const format = Buffer.from([1, 0, 1, 0, 0x80, 0xbb, 0, 0, 0, 0x77, 1, 0, 2, 0, 16, 0]);
const bext = Buffer.alloc(602);
bext.writeUInt16LE(2, 346);
bext.writeInt16LE(-2300, 412);
const cart = Buffer.alloc(2048);
cart.write("0101Station promo");
const body = Buffer.concat([Buffer.from("WAVE"), chunk("fmt ", format), chunk("bext", bext), chunk("cart", cart), chunk("data", Buffer.alloc(96))]);
const file = chunk("RIFF", body);
const wave = new wavefile.WaveFile(file);
console.log("cart before:", file.includes("cart"), "after:", Buffer.from(wave.toBuffer()).includes("cart"));
console.log("loudness written -2300, read", wave.bext.loudnessValue);
SCRIPT
)
expected=$(cat <<'EXPECTED'
cart before: true after: false
loudness written -2300, read 63236
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
