"""What all tests share: the option that writes golden pages anew, and where things are."""

from pathlib import Path

import pytest
from hypothesis import settings

# A loaded machine is no fault of the code, so no test judges by the clock; the same examples are
# tried in every run, so a red gate can be run again.
settings.register_profile("fixed", deadline=None, derandomize=True)
settings.load_profile("fixed")

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
