"""The names of roles in the page's language."""

from __future__ import annotations

from flask_babel import gettext as _


def role_name(role: str) -> str:
    """`role` for people; one that is not known here as it is."""
    names: dict[str, str] = {
        "anchor": _("anchor"),
        "producer": _("producer"),
        "editor": _("editor"),
        "admin": _("admin"),
        "encoder": _("encoder"),
        "system": _("Airwire itself"),
    }
    return names.get(role, role)
