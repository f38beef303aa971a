"""What is packed and pinned agrees with what the project says it needs."""

from __future__ import annotations

import os
import re
import tomllib
from importlib.metadata import version
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.cli.conftest import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): pinned for name, pinned in pairs}


def needed() -> list[Requirement]:
    project = PROJECT["project"]
    extras = project["optional-dependencies"].values()
    return [
        Requirement(line)
        for line in (*project["dependencies"], *(line for extra in extras for line in extra))
    ]


def test_everything_needed_is_pinned_at_a_version_that_is_allowed() -> None:
    found = pins()
    for requirement in needed():
        pinned = found.get(canonicalize_name(requirement.name), "")
        assert requirement.specifier.contains(pinned or "0", prereleases=True), requirement.name


def test_the_pins_are_what_the_tests_run_with() -> None:
    found = pins()
    for requirement in needed():
        name = canonicalize_name(requirement.name)
        assert version(requirement.name) == found[name], name


def test_everything_that_is_packed_exists() -> None:
    included = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    assert all((ROOT / path).exists() for path in included)
    assert all(target.startswith("bot/starter/") for target in included.values())
    assert (ROOT / "bot" / "py.typed").is_file()


def test_make_asks_for_the_python_that_the_project_needs() -> None:
    oldest = re.search(r">=(\d+)\.(\d+)", PROJECT["project"]["requires-python"])
    assert oldest is not None
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert f"sys.version_info < ({oldest[1]}, {oldest[2]})" in makefile


def test_a_build_machine_leaves_no_browser_test_out() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "SPORTELLO_REQUIRE_BROWSER=1" in script.read_text(encoding="utf-8")
    conftest = (ROOT / "tests" / "browser" / "conftest.py").read_text(encoding="utf-8")
    assert "SPORTELLO_REQUIRE_BROWSER" in conftest
