"""`dist/airwire-VERSION.cdx.json`: everything that a release brings, as CycloneDX, and `dist/LICENCES.txt`: under which licence.

Python's packages are those of `requirements/base.lock` and `store.lock` as they are installed in `.venv` (by cyclonedx-py, which
reads their licences), the browser's those that npm installed for running (by `npm sbom`). A document that is not valid, and a
licence that is not on the list below, are refused.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"
LOCKS = ("base.lock", "store.lock")

Component = dict[str, Any]

LICENCES_NOT_DECLARED = {"pyrage": "MIT", "crawler-user-agents": "MIT", "dejavu-fonts-ttf": "Bitstream-Vera"}
"""Read in their files: their metadata names the file alone."""


FILE = "declared license file"

FREE = (
    "MIT", "BSD", "Apache", "ISC", "PSF", "Python", "MPL", "ZPL", "Zlib", "HPND", "0BSD", "Unlicense", "LGPL", "CC0", "OFL",
    "Bitstream",
)  # fmt: skip
"""The licence of each part names one of these: it may stand beside ours."""


def locked(text: str) -> dict[str, str]:
    """Name → version of each package in a lock file."""
    return {canonical(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", text, re.MULTILINE)}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def python_parts() -> tuple[Component, list[Component]]:
    """The document that cyclonedx-py makes of `.venv`, and its components that a release brings."""
    command = [
        sys.executable,
        "-m",
        "cyclonedx_py",
        "environment",
        sys.executable,
        "--output-format",
        "JSON",
        "--spec-version",
        "1.6",
    ]
    made = subprocess.run([*command, "--output-reproducible"], check=True, capture_output=True, cwd=ROOT).stdout
    document = json.loads(made)
    wanted: dict[str, str] = {}
    for lock in LOCKS:
        wanted |= locked((ROOT / "requirements" / lock).read_text("utf-8"))
    build = locked((ROOT / "requirements" / "base.lock").read_text("utf-8")).keys() & {
        "hatchling",
        "pluggy",
        "trove-classifiers",
        "pathspec",
    }
    parts = [one for one in document["components"] if canonical(one["name"]) in wanted.keys() - build]
    for one in parts:
        if wanted[canonical(one["name"])] != one["version"]:
            raise SystemExit(
                f"{one['name']} {one['version']} is installed, {wanted[canonical(one['name'])]} is locked: run the set-up"
            )
    return document, parts


def browser_parts() -> list[Component]:
    """The npm packages that a release brings."""
    made = subprocess.run(
        ["npm", "sbom", "--sbom-format", "cyclonedx", "--omit", "dev"], check=True, capture_output=True, cwd=ROOT
    )
    return json.loads(made.stdout)["components"]  # type: ignore[no-any-return]


def bill(version: str) -> dict[str, Any]:
    """The whole document."""
    document, parts = python_parts()
    parts += browser_parts()
    for one in parts:
        if not one.get("licenses") and (declared := LICENCES_NOT_DECLARED.get(one["name"])):
            one["licenses"] = [{"license": {"id": declared}}]
    known = {one["bom-ref"] for one in parts}
    document["metadata"]["component"] = {
        "type": "application", "bom-ref": "airwire", "name": "airwire", "version": version,
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }  # fmt: skip
    document["components"] = parts
    needs = [one for one in document.get("dependencies", []) if one["ref"] in known]
    for one in needs:
        one["dependsOn"] = [ref for ref in one.get("dependsOn", []) if ref in known]
    document["dependencies"] = [*needs, {"ref": "airwire", "dependsOn": sorted(known)}]
    return document


def licence_of(one: Component) -> str:
    """Its licence in words; `unknown` where nothing says so."""
    said = [
        entry.get("expression") or entry.get("license", {}).get("id") or entry.get("license", {}).get("name")
        for entry in one.get("licenses", [])
    ]
    short = [text for text in said if text and len(text) < 80 and "\n" not in text and not text.startswith(FILE)]
    return " / ".join(dict.fromkeys(short)) or "unknown"


def licence_list(document: dict[str, Any]) -> str:
    """A line for each component."""
    rows = sorted((one["name"].lower(), one["version"], licence_of(one)) for one in document["components"])
    return "".join(f"{name} {version}: {licence}\n" for name, version, licence in rows)


def refused(document: dict[str, Any]) -> list[str]:
    """The parts whose licence is not on the list."""
    return [
        f"{one['name']}: {licence_of(one)}"
        for one in document["components"]
        if not any(word.lower() in licence_of(one).lower() for word in FREE)
    ]


def main() -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    version = re.search(r'^VERSION = "([^"]+)"', (ROOT / "webapp/newsroom/schema.py").read_text("utf-8"), re.MULTILINE)
    assert version
    DIST.mkdir(exist_ok=True)
    document = bill(version[1])
    if strange := refused(document):
        raise SystemExit(f"look at these licences: {'; '.join(strange)}")
    if wrong := JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(document)):
        raise SystemExit(f"the bill of materials is not valid: {wrong}")
    path = DIST / f"airwire-{version[1]}.cdx.json"
    path.write_text(json.dumps(document, indent=1), "utf-8")
    (DIST / "LICENCES.txt").write_text(licence_list(document), "utf-8")
    print(f"{path.relative_to(ROOT)}: {len(document['components'])} components")


if __name__ == "__main__":
    main()
