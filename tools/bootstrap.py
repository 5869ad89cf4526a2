"""From a bare checkout to something that runs: `python3 tools/bootstrap.py run`.

Needs Python 3.11 or newer and nothing else. What is set up already is left as it is, so this is also the quick way to start.
"""

from __future__ import annotations

import os
import shutil
import sys

MIN_PYTHON = (3, 11)
NEWER_PYTHONS = ("python3.13", "python3.12", "python3.11")
USAGE = """usage: python3 tools/bootstrap.py COMMAND
  run     set up what running needs, then run everything on this machine, with the demo station
  setup   only set up what running needs
  lint    set up what the linters need too
  tests   set up what the tests need too: a browser, Icecast, HAProxy and nginx among it"""


def main(arguments: list[str]) -> None:
    if sys.version_info < MIN_PYTHON:
        _start_again_with_newer_python()
    if len(arguments) != 1 or arguments[0] not in ("run", "setup", "lint", "tests"):
        sys.exit(USAGE)
    import setting_up  # its syntax needs Python 3.11

    command = arguments[0]
    try:
        setting_up.prepare(dev=command in ("lint", "tests"), system=command == "tests")
    except setting_up.SetupError as error:
        sys.exit("setup: {}".format(error))
    except KeyboardInterrupt:
        sys.stderr.write("\nsetup: stopped. What is whole stays; the next run goes on with the rest.\n")
        sys.exit(130)
    if command == "run":
        setting_up.run()


def _start_again_with_newer_python() -> None:
    for name in NEWER_PYTHONS:
        path = shutil.which(name)
        if path:
            os.execv(path, [path, *sys.argv])
    sys.exit("setup: Airwire needs Python 3.11 or newer; this is {}.{}".format(*sys.version_info[:2]))


if __name__ == "__main__":
    main(sys.argv[1:])
