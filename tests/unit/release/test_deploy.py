"""The recipes of `deploy/`: units that systemd finds well guarded, an image that passes hadolint, containers with few rights."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from webapp.cli import COMMANDS
from webapp.wiring.config import Config

DEPLOY = Path(__file__).parents[3] / "deploy"
HERE = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
OURS = [name for name, service in COMPOSE["services"].items() if service["image"] == "airwire"]

MAX_EXPOSURE = 25
"""Of systemd's hundred: 2.5 and below is "OK"."""


@pytest.mark.parametrize("unit", ["airwire.service", "airwire@.service"])
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_a_unit_is_well_formed_and_well_guarded(unit: str, tmp_path: Path) -> None:
    text = (DEPLOY / unit).read_text("utf-8")
    # What is installed elsewhere is not here; all else is as it stands.
    shown = tmp_path / unit.replace("@", "@web")
    shown.write_text(text.replace("/opt/airwire/.venv/bin/airwire", "/bin/true"))
    verified = subprocess.run(["systemd-analyze", "verify", shown], capture_output=True, text=True)
    assert unit.split(".", maxsplit=1)[0].rstrip("@") not in verified.stderr, verified.stderr
    judged = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={MAX_EXPOSURE}", shown],
        capture_output=True,
        text=True,
    )
    assert judged.returncode == 0, judged.stdout[-200:]


def test_the_image_is_as_hadolint_wants_it() -> None:
    hadolint = shutil.which("hadolint", path=HERE)
    if not hadolint:
        pytest.skip("needs hadolint")
    judged = subprocess.run([hadolint, DEPLOY / "Dockerfile"], capture_output=True, text=True)
    assert judged.returncode == 0, judged.stdout
    lines = (DEPLOY / "Dockerfile").read_text("utf-8")
    assert "USER 10001" in lines and "HEALTHCHECK" in lines and "--require-hashes" in lines


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_a_container_may_write_nowhere_and_has_no_rights(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert set(service.get("cap_add", [])) <= ({"NET_BIND_SERVICE"} if name == "front" else set())
    assert "healthcheck" in service or name == "web", "the web's is in the image"
    assert name == "front" or "ports" not in service, "only the front is reached from outside"


@pytest.mark.parametrize("name", OURS)
def test_a_role_gets_settings_and_commands_that_there_are(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["user"] == "10001" and {key.lower() for key in service["environment"]} <= Config.model_fields.keys()
    command = service.get("command", ["airwire", "check"])
    assert command[0] == "airwire" and command[1] in COMMANDS
    if name != "web":
        assert service["healthcheck"]["test"] == ["CMD", "airwire", "check", "--role", name]


def test_nothing_is_mounted_that_docker_would_make_a_folder_of() -> None:
    """A short mount of a path that is not there becomes an empty folder, and what reads the file fails on it."""
    known = {"./Caddyfile"}
    mounts = [mount for service in COMPOSE["services"].values() for mount in service.get("volumes", [])]
    sources = {mount.split(":")[0] for mount in mounts}
    assert {source for source in sources if source not in COMPOSE["volumes"]} == known
    assert all((DEPLOY / source).is_file() for source in known)


def test_every_role_of_the_procfile_has_a_container() -> None:
    procfile = (DEPLOY.parent / "Procfile").read_text("utf-8")
    assert {line.split(":")[0] for line in procfile.splitlines() if ":" in line} - {"mos"} <= set(OURS)
