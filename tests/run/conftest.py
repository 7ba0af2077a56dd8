"""A small folder of pages on three sites, and ways to run and compare."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.store.atomic import sha256_of

TOPICS = ("cold hands", "dry cough", "stiff neck", "sore throat", "itchy skin", "ear noise")


def text_page(topic: str) -> str:
    """A page of bare text with two numbered sections."""
    return (
        f"{topic.capitalize()}\n{topic.capitalize()}\n\n"
        f"Many people have {topic} in winter, and most of them need no doctor.\n\n"
        f"1. Causes of {topic}\n\n(1) Smoking\nSmoking can cause {topic}.\n"
        f"(2) Stress\nLong stress is another cause of {topic}.\n\n"
        f"2. Treatment\n\nA warm bath relieves {topic}. Ice does not help.\n\n"
        "<<: The page before\n>>: The page after\n"
    )


def html_page(topic: str, site: str) -> str:
    """The like in HTML, with a menu and a footer that repeat on the site."""
    return (
        f"<!doctype html><html lang=en><head><title>{topic.capitalize()} | {site}</title>"
        f'<link rel="canonical" href="https://{site}/{topic.replace(" ", "-")}"></head><body>'
        f"<nav><a href=/>Home</a> <a href=/az>All topics from A to Z</a></nav><article>"
        f"<h1>{topic.capitalize()}</h1><p>What is behind {topic}, and what can be done about it "
        f"at home, is told on this page in a few plain words.</p><h2>Causes</h2>"
        f"<p>Cold air and too little sleep can cause {topic}.</p><h2>Treatment</h2>"
        f"<p>Rest and warm tea relieve {topic} within a few days.</p></article>"
        f"<footer>{site} gives no medical advice. All rights reserved.</footer></body></html>"
    )


def write_pages(folder: Path) -> Path:
    """Write the pages of three sites, and two files that are none."""
    for topic in TOPICS:
        name = topic.replace(" ", "-")
        _write(folder / "notes" / f"{name}.txt", text_page(topic))
        for site in ("a.example", "b.example"):
            _write(folder / site / f"{name}.html", html_page(topic, site))
    _write(folder / "empty.txt", "")
    _write(folder / "readme.md", "No page.")
    return folder


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def parts_of(run: Path) -> dict[str, str]:
    """The hash of every part file of a run that its input decides: the audit compares runs."""
    return {
        path.relative_to(run).as_posix(): sha256_of(path)
        for path in sorted(run.glob("[a-z]*/*.parquet"))
        if path.parent.name != "audit"
    }


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the disk: no test cuts the power."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """The folder of pages."""
    return write_pages(tmp_path / "raw")


@pytest.fixture
def parts() -> Callable[[Path], dict[str, str]]:
    """The hashes of a run's parts."""
    return parts_of
