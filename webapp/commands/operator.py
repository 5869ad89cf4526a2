"""Audit entries for what the operator does at the command line."""

from __future__ import annotations

import getpass
import os

from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.staff import Actor
from webapp.wiring.services import Services


def note(services: Services, did: str, what: str) -> None:
    """Adds `operator NAME` `did` `what` to the audit. Raises `StoreAway`."""
    services.audit.note(AuditEntry(services.now(), operator_name(), "system", did, what))


def operator_name() -> str:
    """Who runs this command, as the audit names them."""
    return f"operator {_login()}"


def operator() -> Actor:
    """Who is at this command line."""
    return Actor(name=operator_name(), role="system")


def _login() -> str:
    """The login name on this machine; under sudo, of the user who called it."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return str(os.getuid())
