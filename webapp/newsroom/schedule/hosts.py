"""The hosts of the grid's programmes, by the names in their addresses. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from webapp.newsroom.model import Programme
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.slugs import name_slug


@dataclass(frozen=True)
class Host:
    """A host, as the first programme in the grid writes the name, and the programmes that name it."""

    slug: str
    name: str
    programmes: tuple[Programme, ...]


@lru_cache(maxsize=4)
def hosts_of(grid: Grid) -> dict[str, Host]:
    """By slug, in the grid's order."""
    found: dict[str, Host] = {}
    for one in grid.programmes:
        for name in one.public.hosts:
            slug = name_slug(name)
            known = found.get(slug) or Host(slug, name, ())
            if one.public not in known.programmes:
                found[slug] = Host(slug, known.name, (*known.programmes, one.public))
    return found
