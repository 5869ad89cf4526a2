"""Every link, heading and file that the docs name is there, and every page is found from the index."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[3]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "findings").glob("*.md")])
FOLDERS = {"start", "newsroom", "operate", "embed", "develop", "reference", "explain"}

LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`[^`\n]*`")
FILE = re.compile(r"[\w./-]+\.(?:py|js|mjs|lua|html|css|toml|md|conf|po|cfg|svg|sh|in|lock|json|ya?ml)")
EXAMPLES = {"grid.toml", "icecast.xml", "ticker.js", "asyncapi.json", "ticker.json", "openapi.json", "streams.json"}
"""Names of the reader's own files, and addresses that end as files do."""
BUILT = ("/", "dist/", "build/")
"""Addresses, and what commands make."""


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def links(page: Path) -> list[str]:
    """Targets of its links, without those that lead elsewhere on the web."""
    text = CODE.sub("", FENCE.sub("", page.read_text("utf-8")))
    return [target for target in LINK.findall(text) if "://" not in target and not target.startswith("mailto:")]


def anchors(page: Path) -> set[str]:
    """The fragment of each heading, as forges make them: words in small letters, joined by hyphens."""
    seen: Counter[str] = Counter()
    found = set()
    for heading in re.findall(r"^#{1,6} +(.+?) *$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE):
        shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return found


@pytest.mark.parametrize("doc", PAGES, ids=name)
def test_every_link_leads_to_a_page_and_a_heading_of_it(doc: Path) -> None:
    for target in links(doc):
        path, _, fragment = target.partition("#")
        aim = (doc.parent / path).resolve() if path else doc
        assert aim.exists(), f"{name(doc)} → {target}"
        assert ROOT in (aim, *aim.parents), f"{name(doc)} → {target}: outside of the repository"
        assert not fragment or fragment in anchors(aim), f"{name(doc)} → {target}: no such heading"


@pytest.fixture(scope="module")
def tracked() -> set[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {path for path in listed.stdout.splitlines() if (ROOT / path).exists()}


@pytest.mark.parametrize("doc", PAGES, ids=name)
def test_every_file_that_is_named_is_there(doc: Path, tracked: set[str]) -> None:
    ends = {"/".join(parts[i:]) for path in tracked for parts in [PurePosixPath(path).parts] for i in range(len(parts))}
    folders = {parent.as_posix() for path in tracked for parent in PurePosixPath(path).parents}
    for word in re.findall(r"`([^`\s]+)`", FENCE.sub("", doc.read_text("utf-8"))):
        if FILE.fullmatch(word) and not word.startswith(BUILT) and PurePosixPath(word).name not in EXAMPLES:
            assert word in ends, f"{name(doc)} names {word}"
        elif re.fullmatch(r"(?:webapp|tests|static|templates|tools|bench|deploy|docs)/[\w/.-]*", word):
            assert word.rstrip("/") in folders | tracked | {"static/vendor", "static/bundle"}, (
                f"{name(doc)} names {word}"
            )


def test_every_page_is_reached_from_the_index() -> None:
    reached, ahead = set(), [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        if page not in reached:
            reached.add(page)
            ahead += [
                aim for t in links(page) if (aim := (page.parent / t.partition("#")[0]).resolve()).suffix == ".md"
            ]
    assert set(PAGES) <= reached, [name(page) for page in set(PAGES) - reached]


def test_docs_stand_in_folders_by_reader() -> None:
    docs = ROOT / "docs"
    assert {path.name for path in docs.iterdir() if path.is_file()} == {"README.md"}
    folders = {path.name for path in docs.iterdir() if path.is_dir() and any(path.rglob("*.md"))}
    assert folders <= FOLDERS
