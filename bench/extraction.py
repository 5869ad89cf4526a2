"""`python -m bench.extraction --pages FOLDER`: how much of article pages' text comes in, and how much that is none.

FOLDER holds `pages/*.html` and `evaldata.json`: an address → `file`, `with` (strings of the article's text) and `without`
(strings that stand elsewhere on the page), as trafilatura's own repository scores extraction by. The pages' texts belong to
their publishers, so none are kept here. Pages come in by the road of `airwire import`; beside it stands the library alone.
"""

from __future__ import annotations

import argparse
import html
import re
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from webapp.intake.formats.detect import parse_document
from webapp.intake.importing.documents import Document, Refusal, SourceStory
from webapp.intake.story.encoding import decode
from webapp.newsroom.station import Station

NOW = datetime(2026, 11, 30, tzinfo=UTC)
_TAG = re.compile(r"<[^>]*>")
_BLOCK = re.compile(r"</?(?:p|h\d|li|ul|ol|td|th|tr|table|blockquote|br|dd|dt|dl|pre|hr)\b[^>]*>")


@dataclass(frozen=True)
class Extracted:
    """What came of one page: its text with white space folded, what was told about it, and how long it took."""

    text: str
    told: str = ""
    took_s: float = 0.0


@dataclass
class Score:
    """Counts over all strings of all pages."""

    found: int = 0
    missed: int = 0
    unwanted: int = 0

    @property
    def precision(self) -> float:
        return self.found / ((self.found + self.unwanted) or 1)

    @property
    def recall(self) -> float:
        return self.found / ((self.found + self.missed) or 1)

    @property
    def f(self) -> float:
        return 2 * self.precision * self.recall / ((self.precision + self.recall) or 1)

    def add(self, text: str, page: dict[str, Any]) -> int:
        """Counts one page; returns how many of its wanted strings were found."""
        found = sum(folded(wanted) in text for wanted in page["with"])
        self.found += found
        self.missed += len(page["with"]) - found
        self.unwanted += sum(folded(other) in text for other in page["without"])
        return found


def folded(text: str) -> str:
    return " ".join(text.split())


def ours(page: tuple[str, bytes]) -> Extracted:
    """The page as it is imported: body without tags, dateline, credit, summary; `told` is what stands under Sources."""
    url, body = page
    began = time.thread_time()
    (result,) = parse_document(Document(url, body, url, "text/html"), Station(), NOW)
    took = time.thread_time() - began
    match result:
        case SourceStory(article=article):
            text = html.unescape(_TAG.sub("", _BLOCK.sub("\n", article.body_html or "")))
            edges = (article.place, article.agency, article.credit, article.summary)
            return Extracted(folded(" ".join(filter(None, (text, *edges)))), "; ".join(result.notes), took)
        case Refusal(reason=reason):
            return Extracted("", reason, took)
    return Extracted("", "", took)


def library(page: tuple[str, bytes]) -> Extracted:
    """The page's text by trafilatura alone, with its defaults but for comments."""
    import trafilatura

    url, body = page
    began = time.thread_time()
    found = trafilatura.extract(decode(body, "text/html"), url=url, include_comments=False, include_tables=True)
    return Extracted(folded(found or ""), "", time.thread_time() - began)


def is_mostly_lost(text: str, found: int, alone: str, found_alone: int) -> bool:
    """Fewer wanted strings than the library alone finds, and less than half of its words."""
    return found < found_alone and len(text.split()) * 2 < len(alone.split())


def measure(pages: dict[str, dict[str, Any]], folder: Path, workers: int, verbose: bool) -> int:
    bodies = [(url, (folder / "pages" / page["file"]).read_bytes()) for url, page in pages.items()]
    with ProcessPoolExecutor(workers) as pool:
        by_us: Iterable[Extracted] = pool.map(ours, bodies, chunksize=8)
        alone: Iterable[Extracted] = pool.map(library, bodies, chunksize=8)
        pairs = list(zip(pages.items(), by_us, alone, strict=True))
    ours_score, library_score = Score(), Score()
    lost: list[tuple[str, Extracted]] = []
    for (url, page), mine, theirs in pairs:
        found, found_alone = ours_score.add(mine.text, page), library_score.add(theirs.text, page)
        if is_mostly_lost(mine.text, found, theirs.text, found_alone):
            lost.append((url, mine))
        if verbose:
            for name, strings, wanted in (("missed", page["with"], False), ("unwanted", page["without"], True)):
                for one in strings:
                    if (folded(one) in mine.text) == wanted:
                        print(f"{name:<9}{page['file']}: {one[:100]!r}")
    took = {
        "airwire": [mine.took_s for _, mine, _ in pairs],
        "trafilatura alone": [theirs.took_s for *_, theirs in pairs],
    }
    for (label, seconds), score in zip(took.items(), (ours_score, library_score), strict=True):
        times = sorted(second * 1000 for second in seconds)
        print(
            f"{label:<18} precision {score.precision:.3f}, recall {score.recall:.3f}, F {score.f:.3f}; "
            f"{times[len(times) // 2]:.0f} ms a page (median), {times[int(len(times) * 0.99)]:.0f} ms (p99)"
        )
    told = sum(bool(mine.told) for _, mine in lost)
    print(f"{len(pairs)} pages, {len(lost)} mostly lost, of these {told} told about")
    for url, mine in lost:
        print(f"  {url}: {mine.told or 'NOT TOLD'}")
    return 0


def unpacked(folder: Path, into: Path) -> Path:
    """The folder itself, or what its archive `pages.tar.xz` holds."""
    if (folder / "evaldata.json").exists():
        return folder
    with tarfile.open(folder / "pages.tar.xz") as archive:
        archive.extractall(into, filter="data")
    return into


def main() -> int:
    parse = argparse.ArgumentParser(prog="python -m bench.extraction", description=__doc__)
    parse.add_argument("--pages", type=Path, required=True, help="the folder with evaldata.json, or pages.tar.xz")
    parse.add_argument("--workers", type=int, default=2)
    parse.add_argument("--verbose", action="store_true", help="each string that was missed or should not be there")
    parse.add_argument("--first", type=int, help="only so many pages")
    asked = parse.parse_args()
    with tempfile.TemporaryDirectory() as into:
        folder = unpacked(asked.pages, Path(into))
        pages = orjson.loads((folder / "evaldata.json").read_bytes())
        return measure(dict(list(pages.items())[: asked.first]), folder, asked.workers, asked.verbose)


if __name__ == "__main__":
    sys.exit(main())
