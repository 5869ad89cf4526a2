"""Writes a station as its file has it (`station_toml` reads it back)."""

from __future__ import annotations

from webapp.newsroom.settings.layers import Values, given
from webapp.newsroom.station import Station


def format_station(station: Station) -> str:
    """TOML that `parse_station` reads back to an equal station: what differs from the defaults, secrets included."""
    return format_settings({"name": station.name, **given(station), **({"demo": True} if station.demo else {})})


def format_settings(values: Values) -> str:
    """TOML of settings by their key."""
    import tomlkit  # only who exports needs it

    plain = {name: value for name, value in values.items() if not _is_table(value)}
    tables = {name: value for name, value in values.items() if _is_table(value)}
    return tomlkit.dumps({**plain, **tables})


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value))
