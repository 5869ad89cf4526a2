"""What a browser gets is the script that was written and checked, without its documentation."""

from __future__ import annotations

import json
import subprocess

from tests.unit.node import NODE
from webapp.web.assets.lean_scripts import lean
from webapp.web.folders import STATIC

SAME_PROGRAM = """
import { parse } from "acorn";
const program = (text) => JSON.stringify(parse(text, { ecmaVersion: "latest", sourceType: "module" }),
  (key, value) => (key === "start" || key === "end" ? undefined : typeof value === "bigint" ? String(value) : value));
let said = "";
for await (const piece of process.stdin) said += piece;
const differ = JSON.parse(said).filter(([, whole, lean]) => program(whole) !== program(lean));
process.stdout.write(JSON.stringify(differ.map(([name]) => name)));
"""


def test_without_its_documentation_every_script_means_the_same() -> None:
    assert NODE
    scripts = [path for folder in ("js", "embed") for path in sorted((STATIC / folder).rglob("*.js"))]
    both = [(path.name, text, lean(text)) for path in scripts if (text := path.read_text("utf-8"))]
    done = subprocess.run(
        [NODE, "--input-type=module", "--eval", SAME_PROGRAM],
        input=json.dumps(both), capture_output=True, text=True, check=True, timeout=60, cwd=STATIC.parent,
    )  # fmt: skip
    assert json.loads(done.stdout) == []
    assert sum(len(text) for _, _, text in both) < 0.8 * sum(len(text) for _, text, _ in both)
    assert not [name for name, _, text in both if "@param" in text]


def test_text_and_code_beside_a_comment_stay() -> None:
    kept = 'const a = "/** not a comment */";\nconst b = /** @type {any} */ (a);\n'
    assert lean(f"/** Says\n * more. */\n{kept}  /** @type {{string}} */\n") == kept
