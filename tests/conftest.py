"""What all tests share: the option that writes golden pages anew, and where things are."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-golden",
        action="store_true",
        help="Write the golden pages anew from what the chain gives now.",
    )


@pytest.fixture(scope="session")
def sample() -> Path:
    """The folder of sample pages."""
    return ROOT / "raw" / "sample"
