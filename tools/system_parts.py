"""Programs that only the tests need: browsers, a sound server, Icecast, fronts and ffmpeg."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from places import VENV, call, say

BROWSER = "chromium-headless-shell"
"""The same engine at a third of the work; any other Chromium that is there will do."""

PROGRAMS = {
    BROWSER: (BROWSER, "chromium", "chromium-browser", "google-chrome"),
    "icecast2": ("icecast2", "icecast"),
    "nginx-light": ("nginx",),
    "haproxy": ("haproxy",),
    "ffmpeg": ("ffmpeg",),
    "firefox-esr": ("firefox-esr",),
    "webkit2gtk-driver": ("WebKitWebDriver",),
    "xvfb": ("Xvfb",),
    "pulseaudio": ("pulseaudio",),
    "pulseaudio-utils": ("parec",),
}
"""Debian's package → what the program may be called. nginx is often in sbin, which not everybody's PATH has."""

WITH = {
    "nginx-light": ("libnginx-mod-nchan",),
    "webkit2gtk-driver": ("gstreamer1.0-libav", "gstreamer1.0-plugins-good", "gstreamer1.0-pulseaudio"),
}
"""What a package needs beside itself: to play sound, and to be an edge for crowds."""

SERVICES_TO_DISABLE = ("icecast2", "nginx", "haproxy")


def prepare_system() -> None:
    """Installs missing programs if we are root, and names the others: tests that need them are skipped."""
    missing = [package for package, names in PROGRAMS.items() if not _found(names)]
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install(missing)
    if not _found(PROGRAMS[BROWSER]):
        say("fetching a Chromium for the tests")
        call(
            [VENV / "bin" / "playwright", "install", "chromium"], "no Chromium, and none could be fetched: install one"
        )
    still = [package for package, names in PROGRAMS.items() if not _found(names) and package != BROWSER]
    if still:
        say(f"not installed, so tests that need them are skipped: {', '.join(still)}")


def _found(names: tuple[str, ...]) -> bool:
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))
    return any(shutil.which(name, path=path) for name in names)


def _is_offered(package: str) -> bool:
    """Not every system has each under Debian's name; for the browser Playwright brings its own."""
    return subprocess.run(["apt-cache", "show", package], capture_output=True).returncode == 0


def _install(packages: list[str]) -> None:
    say(f"installing {', '.join(packages)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    subprocess.run([*quiet, "update"], env=environment)
    packages = [part for package in packages for part in (package, *WITH.get(package, ())) if _is_offered(part)]
    call(
        [*quiet, "install", "-y", "--no-install-recommends", *packages],
        f"apt-get could not install {', '.join(packages)}: see above",
        environment,
    )
    if Path("/run/systemd/system").is_dir():
        # Debian starts what it installs; the tests start their own, and nobody asked for a server on port 80.
        for name in SERVICES_TO_DISABLE:
            if any(package.startswith(name) for package in packages):
                subprocess.run(["systemctl", "--quiet", "disable", "--now", name])
