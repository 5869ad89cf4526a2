"""`python -m bench.monitor`: what watching real streams costs, decoding included, in a minute and a half."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from tests.faults.real_streams import Ears, Studio

SECONDS = 75


def cpu_s() -> float:
    """CPU time of this process and of the decoder, its child."""
    spent = time.process_time()
    begun = [pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()]
    for pid in begun:
        if "level_worker" in Path(f"/proc/{pid}/cmdline").read_text():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            spent += (int(fields[11]) + int(fields[12])) / 100
    return spent


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="airwire-studio-") as folder:
        studio = Studio(Path(folder))
        try:
            for mount in ("/a.mp3", "/b.mp3", "/c.ogg"):
                studio.encode(mount)
            studio.package()
            address = f"http://127.0.0.1:{studio.port}"
            ears = Ears(
                a=("icecast", f"{address}/a.mp3"), b=("icecast", f"{address}/b.mp3"), c=("icecast", f"{address}/c.ogg"),
                hls=("hls", studio.hls_url),
            )  # fmt: skip
            for name in ("a", "b", "c", "hls"):
                ears.seconds_until("on_air", stream=name, within=60)
            before, began = cpu_s(), time.monotonic()
            time.sleep(SECONDS)
            share = (cpu_s() - before) / (time.monotonic() - began) / 4
            ears.close()
        finally:
            studio.close()
    print(
        f"4 streams on the air (two MP3, one Ogg, one HLS), {SECONDS} s: {share:.2%} of a core for each, decoding included"
    )


if __name__ == "__main__":
    main()
