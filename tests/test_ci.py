"""The gate refuses a known vulnerability and a licence outside its list."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent


def script(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_vulnerability_is_found_unless_it_is_accepted() -> None:
    audit = script("audit")
    vulnerable = {"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2"]}
    dependencies = [
        {"name": "a", "version": "1", "vulns": [vulnerable]},
        {"name": "b", "version": "1", "vulns": []},
        {"name": "c", "skip_reason": "not found"},
    ]
    found, unknown = audit.judge(dependencies)
    assert found == ["a 1: PYSEC-1 (mended in ['2'])"]
    assert unknown == 1
    audit.ACCEPTED["CVE-1"] = "It is in a part that is not used."
    assert audit.judge(dependencies) == ([], 1)


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("MIT License", True),
        ("Apache Software License; BSD License", True),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("Mozilla Public License 2.0 (MPL 2.0)", True),
        ("ISC License (ISCL)", True),
        ("GPL-3.0 OR MIT", True),
        ("GNU General Public License (GPL)", False),
        ("MIT AND AGPL-3.0", False),
        ("UNKNOWN", False),
    ],
)
def test_a_licence_is_allowed_by_name(licence: str, allowed: bool) -> None:  # noqa: FBT001
    assert script("licences").is_allowed(licence) is allowed


def test_only_packages_that_the_project_needs_are_looked_at() -> None:
    rows = [{"Name": "A_b", "License": "GPL"}, {"Name": "test-tool", "License": "GPL"}]
    assert script("licences").refused(rows, {"a-b"}) == ["A_b: GPL"]
