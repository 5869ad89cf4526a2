#!/usr/bin/env bash
# The same voice is three loudness units quieter in a mono file than in a stereo one
#
# Versions: Python 3.11, pyloudnorm 0.2.0, numpy 2.3.5.
#
# Loudness by ITU-R BS.1770 adds the energy of the channels, so a voice recorded in one channel measures 3 LU less than
# the very same samples in two, though a mono file is played by both loudspeakers. Clips of a reporter's phone, levelled
# to the same LUFS as a stereo jingle, are 3 dB too loud on air. Some meters have a dual mono switch; this one has none.
#
# Output seen (2026-12-01):
#     one channel -23.0 LUFS, the same in two -20.0 LUFS
#     levelled to -23 as mono, then played by both loudspeakers: -20.0 LUFS
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyloudnorm==0.2.0 numpy==2.3.5 2>"$folder/log" || { cat "$folder/log"; exit 2; }
cd "$folder"

seen=$("$folder/venv/bin/python" -W ignore - <<'PYTHON'
import numpy, pyloudnorm
RATE = 48_000
voice = 0.1 * numpy.sin(2 * numpy.pi * 1000 * numpy.arange(5 * RATE) / RATE)
meter = pyloudnorm.Meter(RATE)
mono, stereo = meter.integrated_loudness(voice), meter.integrated_loudness(numpy.stack([voice, voice], axis=1))
print(f"one channel {mono:.1f} LUFS, the same in two {stereo:.1f} LUFS")
levelled = pyloudnorm.normalize.loudness(voice, mono, -23)
print(f"levelled to -23 as mono, then played by both loudspeakers: {meter.integrated_loudness(numpy.stack([levelled, levelled], axis=1)):.1f} LUFS")
PYTHON
)
expected=$(cat <<'EXPECTED'
one channel -23.0 LUFS, the same in two -20.0 LUFS
levelled to -23 as mono, then played by both loudspeakers: -20.0 LUFS
EXPECTED
)
printf '%s\n' "$seen"
[ "$seen" = "$expected" ] || { echo "this has changed: see the head of this file" >&2; exit 1; }
