"""Where static files and templates are: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parents[1]
_CHECKOUT = PACKAGE.parent
_PARENT = _CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() else PACKAGE

STATIC = _PARENT / "static"
TEMPLATES = _PARENT / "templates"
