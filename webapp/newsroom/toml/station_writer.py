"""Writes a station as its file has it (`station_toml` reads it back)."""

from __future__ import annotations

from webapp.newsroom.station import Station


def format_station(station: Station) -> str:
    """TOML that `parse_station` reads back to an equal station: what differs from the defaults, secrets included."""
    import tomlkit  # only the export command needs it

    given = station.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    plain = {name: value for name, value in given.items() if not _is_table(value)}
    tables = {name: value for name, value in given.items() if _is_table(value)}
    return tomlkit.dumps({"name": station.name, **plain, **tables})


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value))
