"""Airwire: the live companion web app of a radio-news station."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(**settings: Any) -> Flask:
    """The web application; `settings` go before the environment's. Nothing is started: see `webapp.wiring.web.background`."""
    from webapp.app import create_app as create  # the values of webapp.newsroom can be had without all of this

    return create(**settings)
