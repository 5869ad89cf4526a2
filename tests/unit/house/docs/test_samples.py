"""What the docs show to be typed, sent or written into a file is taken by what it is meant for: each block by its own parser."""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from defusedxml.ElementTree import fromstring
from lxml import html

from tests.unit.house.docs.doc_pages import ROOT, SETTINGS, Sample, samples, wrong_with_address, wrong_with_command
from tests.unit.node import NODE
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.toml.station_toml import parse_station

KINDS = {
    "sh",
    "js",
    "python",
    "json",
    "toml",
    "yaml",
    "css",
    "html",
    "xml",
    "php",
    "ini",
    "valkey",
    "sentinel",
    "systemd",
    "acl",
}
SAMPLES = list(samples())


def of(*kinds: str) -> pytest.MarkDecorator:
    chosen = [sample for sample in SAMPLES if sample.kind in kinds]
    assert chosen, kinds
    return pytest.mark.parametrize("sample", chosen, ids=str)


def test_every_block_says_what_it_is() -> None:
    assert [str(sample) for sample in SAMPLES if sample.kind not in KINDS] == []
    assert len(SAMPLES) > 40


@of("toml")
def test_a_piece_of_a_file_is_taken_by_what_reads_that_file(sample: Sample) -> None:
    text = sample.text.replace("whsec_…", f"whsec_{'A' * 43}=").replace('"age1…"', f'"{RECIPIENT}"')
    if "[[programme]]" in text:
        assert parse_grid(text.encode()).programmes
        return
    # Once as it stands, and once with what is commented out.
    optional = re.sub(r"^# (?=\w+ = )", "", text, flags=re.MULTILINE).replace(
        '"""-----BEGIN CERTIFICATE-----…"""', CERTIFICATE
    )
    for one in (text, optional):
        parse_station(one if 'url = "https://radyo.example"' in one else f'url = "https://radyo.example"\n{one}')


RECIPIENT = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
CERTIFICATE = '"""-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"""'


@of("json")
def test_a_piece_of_json_is_json(sample: Sample) -> None:
    assert json.loads(sample.text)


@of("yaml")
def test_a_piece_of_yaml_is_yaml(sample: Sample) -> None:
    assert yaml.safe_load(sample.text)


@of("xml")
def test_a_piece_of_xml_is_well_formed(sample: Sample) -> None:
    fromstring(sample.text)


@of("html")
def test_a_piece_of_html_has_elements_and_attributes_that_are_there(sample: Sample) -> None:
    for element in html.fragments_fromstring(sample.text):
        assert element.tag in ("script", "airwire-ticker", "iframe")
        own = [str(attribute) for attribute in element.attrib] if element.tag == "airwire-ticker" else []
        assert [attribute for attribute in own if f'"{attribute}"' not in TICKER] == []
        assert wrong_with_address(str(element.get("src") or "/embed/ticker"), "GET") is None


TICKER = "".join(path.read_text("utf-8") for path in (ROOT / "static" / "embed").rglob("*.js"))


@of("css")
def test_the_names_that_a_sheet_may_set_are_those_that_the_ticker_reads(sample: Sample) -> None:
    names = re.findall(r"--airwire-[\w-]+", sample.text)
    assert names and all(name in TICKER for name in names)


@of("python")
def test_a_piece_of_python_compiles(sample: Sample) -> None:
    ast.parse(sample.text)


@of("js")
def test_a_piece_of_javascript_is_a_module(sample: Sample) -> None:
    done = subprocess.run(
        [str(NODE), "--check", "--input-type=module", "-"], input=sample.text, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@of("php")
def test_a_piece_of_php_is_php(sample: Sample) -> None:
    if (php := shutil.which("php")) is None:
        pytest.skip("there is no php here")
    done = subprocess.run([php, "-l"], input=f"<?php\n{sample.text}", capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@of("ini")
def test_a_setting_that_is_written_down_is_one(sample: Sample) -> None:
    names = re.findall(r"^([A-Z_]+)=", sample.text, re.MULTILINE)
    assert names and set(names) <= SETTINGS


# -- what is typed

PROGRAMS = {
    "apt", "certbot", "cd", "docker", "echo", "git", "make", "mkdir", "nginx", "pip", "python", "python3", "systemctl", "ufw",
    "pybabel", "gunicorn", "age",
}  # fmt: skip
"""What a line may begin with beside `airwire` and `curl`."""


def commands(text: str) -> Iterator[list[str]]:
    """Each command of a piece of shell, without the settings before it and the comment behind it."""
    for line in text.replace("\\\n", " ").splitlines():
        for part in re.split(r" && | \| ", line.partition("  #")[0]):
            words = shlex.split(part, comments=True)
            while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                assert words[0].partition("=")[0] in SETTINGS, words[0]
                words.pop(0)
            if words:
                yield words


@of("sh")
def test_what_is_typed_is_a_command_with_options_that_it_has(sample: Sample) -> None:
    for words in commands(sample.text):
        typed(words)


def typed(words: list[str]) -> None:
    program = Path(words[0]).name
    if "airwire" in (program, *(words if program == "docker" else ())):
        arguments = words[words.index("airwire") + 1 :] if program == "docker" else words[1:]
        assert (wrong := wrong_with_command(arguments)) is None, wrong
    elif program == "curl":
        sends(words[1:])
    else:
        assert program in PROGRAMS, words


def sends(arguments: list[str]) -> None:
    method, address, body = "GET", "", None
    words = iter(arguments)
    for word in words:
        match word:
            case "-X":
                method = next(words)
            case "-H":
                assert ": " in next(words)
            case "-d":
                body, method = next(words), "POST" if method == "GET" else method
            case "-N":
                pass
            case _:
                address = word
    if body is not None:
        json.loads(body)
    assert (wrong := wrong_with_address(address, method)) is None, wrong
