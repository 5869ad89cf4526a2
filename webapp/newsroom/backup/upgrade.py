"""What a build would change about a station's data, said before it is started. Pure."""

from __future__ import annotations

from typing import NamedTuple

from webapp.newsroom.schema import MIN_READER, SCHEMA, VERSION


class Stored(NamedTuple):
    """What the store says of its builds: the schema of the last writer and the oldest that may write. Builds before 0.2.0 wrote
    neither.
    """

    schema: int | None
    min_reader: int | None


class Numbers(NamedTuple):
    """A build's version and schema numbers (`newsroom/schema.py`)."""

    version: str = VERSION
    schema: int = SCHEMA
    min_reader: int = MIN_READER


Line = tuple[bool, str]
"""Whether it is well, and a line that says what was found."""


def upgrade_lines(stored: Stored, build: Numbers) -> list[Line]:
    """What `build` would do to a store that says `stored`, and whether there is a way back."""
    if stored.schema is None:
        return [
            (True, f"data: of a build before 0.2.0; {build.version} takes it over with its first change"),
            (False, "side by side: no; stop every process of that build before this one is started"),
            (
                False,
                "way back: none by starting the old build again, which loses what it does not know; copy the data folder first",
            ),
        ]
    if (stored.min_reader or 0) > build.schema:
        return [
            (
                False,
                f"data: for schema {stored.min_reader} and newer, this build has {build.schema}: it would write nothing",
            ),
        ]
    lines: list[Line] = [
        (True, f"data: schema {stored.schema}, this build ({build.version}) writes {build.schema}")
        if stored.schema <= build.schema
        else (
            True,
            f"data: schema {stored.schema} of a newer build; this one ({build.version}) keeps what it does not know",
        )
    ]
    if build.min_reader > stored.schema:
        lines += [
            (
                False,
                f"side by side: only until its first change; builds below schema {build.min_reader} write nothing after it",
            ),
            (False, "way back: only by a backup made before (airwire backup, airwire restore)"),
        ]
    else:
        lines += [
            (True, "side by side: yes, one machine after the other"),
            (
                True,
                f"way back: start the old build again; those from schema {max(build.min_reader, stored.min_reader or 0)} on may",
            ),
        ]
    return lines
