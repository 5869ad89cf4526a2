"""`python -m bench.discovery`: what `airwire init` finds of 30 stations' sites. Takes a few seconds."""

from __future__ import annotations

import argparse
import sys

from bench.discovery.corpus import sites
from bench.discovery.score import SEVERAL, SINGLE, Score, score
from bench.rig.docs_table import table

MIN_SHARE = 0.8


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.discovery", description=__doc__)
    parse.add_argument("--verbose", action="store_true", help="name what is wrong, and what is missing of each site")
    asked = parse.parse_args()
    passed = True
    for folder in ("learned", "held_out"):
        total, all_sites = Score(), sites(folder)
        for site in all_sites:
            own = Score()
            score(site, own)
            score(site, total)
            if asked.verbose and (own.not_found or own.wrong):
                print(f"  {site.name}: not found {dict(own.not_found)}")
        rows = [[name, str(total.right[name]), str(total.not_found[name])] for name in (*SINGLE, *SEVERAL, "schedule")]
        print(f"{folder}: {len(all_sites)} sites, {total.share:.0%} of what is there found, {len(total.wrong)} wrong\n")
        print(table(["", "right", "not found"], rows), "\n")
        for wrong in total.wrong:
            print(f"  wrong: {wrong}")
        passed &= not total.wrong and total.share >= MIN_SHARE
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
