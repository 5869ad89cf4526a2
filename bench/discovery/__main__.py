"""`python -m bench.discovery`: what `airwire init` finds of 47 stations' sites. Takes a few seconds."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from bench.discovery.corpus import sites
from bench.discovery.score import SEVERAL, SINGLE, Score, score
from bench.rig.docs_table import table

MIN_SHARE = 0.8


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.discovery", description=__doc__)
    parse.add_argument(
        "--verbose", action="store_true", help="name what is wrong and what is missing of each site to learn from"
    )
    asked = parse.parse_args()
    passed = True
    for folder in ("learned", "held_out"):
        total, all_sites = Score(), sites(folder)
        for site in all_sites:
            own = Score()
            score(site, own)
            score(site, total)
            if asked.verbose and folder == "learned" and (own.not_found or own.wrong):
                print(f"  {site.name}: not found {dict(own.not_found)}")
        wrong = Counter(one.split(": ")[1].split()[0] for one in total.wrong)
        rows = [
            [name, str(total.right[name]), str(total.not_found[name]), str(wrong[name])]
            for name in (*SINGLE, *SEVERAL, "schedule")
        ]
        print(f"{folder}: {len(all_sites)} sites, {total.share:.0%} of what is there found, {len(total.wrong)} wrong\n")
        print(table(["", "right", "not found", "wrong"], rows), "\n")
        if folder == "learned":  # whoever works on the search must not see what the others are about
            for line in total.wrong:
                print(f"  wrong: {line}")
        passed &= not total.wrong and total.share >= MIN_SHARE
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
