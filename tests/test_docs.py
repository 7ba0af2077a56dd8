"""The documents name what there is, link to what exists, and hold nothing of the machine."""

import re
from pathlib import Path

import pytest

from pipeline.cli import COMMANDS

ROOT = Path(__file__).parent.parent
DOCUMENTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "raw/README.md",
]
README = (ROOT / "README.md").read_text("utf-8")

LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)\s]*)?\)")
NOT_OURS = re.compile(r"pypi\.org|files\.pythonhosted|/work/|/tmp/|/root/|localhost:\d{4,5}/simple")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_links_lead_to_files(path: Path) -> None:
    for target in LINK.findall(path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", [*DOCUMENTS, *ROOT.glob("requirements*.lock")], ids=name)
def test_no_machine_and_no_registry_is_named(path: Path) -> None:
    assert not NOT_OURS.search(path.read_text("utf-8"))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_lists_every_command(command: str) -> None:
    assert f"| `healthpages {command} " in README


@pytest.mark.parametrize("document", sorted((ROOT / "docs").glob("*.md")), ids=name)
def test_the_readme_links_to_every_document(document: Path) -> None:
    assert f"(docs/{document.name})" in README


def test_the_readme_shows_what_was_printed() -> None:
    assert "_OUTPUT" not in README
