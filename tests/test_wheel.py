"""The wheel holds all that the packages need, and works where the repository is not."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
# What a source distribution holds: the packages and what explains them, without tests and pages.
SOURCES = {"pipeline", "flows", "docs", "CHANGELOG.md", "LICENSE", "NOTICE", "README.md",
           "SECURITY.md", "pyproject.toml", "PKG-INFO", ".gitignore"}  # fmt: skip
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("healthpages-*.whl"))


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    packed = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    expected = {
        path.relative_to(ROOT).as_posix()
        for package in ("pipeline", "flows")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == expected


def test_the_source_distribution_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    build = f"from hatchling.build import build_sdist; build_sdist({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", build], check=True, capture_output=True, cwd=ROOT)
    (packed,) = tmp_path.glob("healthpages-*.tar.gz")
    with tarfile.open(packed) as archive:
        archive.extractall(tmp_path / "sources", filter="data")
    (sources,) = (tmp_path / "sources").iterdir()
    assert {path.name for path in sources.iterdir()} == SOURCES
    subprocess.run(
        [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path, sources],
        check=True,
        capture_output=True,
    )
    (again,) = tmp_path.glob("healthpages-*.whl")
    assert contents(again) == contents(wheel)


def contents(wheel: Path) -> dict[str, int]:
    """The files of a wheel with the checksums of what they hold."""
    return {item.filename: item.CRC for item in ZipFile(wheel).infolist()}


def test_a_page_is_shown_by_the_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    subprocess.run(
        [*PIP, "install", "--no-deps", "--target", target, wheel], check=True, capture_output=True
    )
    page = tmp_path / "page.txt"
    page.write_text("Dry lips\n\nDry lips\n\n1. Causes\n\nCold wind can cause dry lips.\n", "utf-8")
    shown = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", "show", page],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(target)},
    )
    assert "duplicate_title" in shown.stdout
