"""`python tools/coverage_by_folder.py`: what the tests ran of each folder, by coverage.py's data; the weakest files last."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from pathlib import Path

from coverage import Coverage
from coverage.exceptions import NoDataError

WEAKEST = 12


def main() -> None:
    """Prints the share of statements and branches that ran, in percent. Exits with a message where there is no data."""
    coverage = Coverage()
    report = Path("build") / "coverage.json"
    report.parent.mkdir(exist_ok=True)
    try:
        coverage.load()
        coverage.json_report(outfile=str(report))
    except NoDataError:
        raise SystemExit("no coverage data: run make coverage") from None
    files = json.loads(report.read_text("utf-8"))["files"]
    print(table(files))


def table(files: dict[str, dict[str, dict[str, int]]]) -> str:
    """The folders and the weakest files, a line each; `files` is that part of coverage.py's JSON report."""
    folders: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    shares = []
    for name, file in files.items():
        summary = file["summary"]
        done = summary["covered_lines"] + summary.get("covered_branches", 0)
        whole = summary["num_statements"] + summary.get("num_branches", 0)
        folder = folders[str(Path(name).parent)]
        folder[0], folder[1] = folder[0] + done, folder[1] + whole
        shares.append((_percent(done, whole), whole - done, name))
    out = io.StringIO()
    for name, (done, whole) in sorted(folders.items()):
        print(f"{_percent(done, whole):5.1f} %  {whole:6}  {name}", file=out)
    print("\nThe weakest files: percent, statements and branches that did not run", file=out)
    for share, missing, name in sorted(shares, key=lambda each: -each[1])[:WEAKEST]:
        print(f"{share:5.1f} %  {missing:6}  {name}", file=out)
    return out.getvalue().rstrip()


def _percent(done: int, whole: int) -> float:
    return 100 * done / whole if whole else 100.0


if __name__ == "__main__":
    main()
