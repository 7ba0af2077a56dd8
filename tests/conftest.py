"""What all tests share: the option that writes golden pages anew, the sample, a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

# A loaded machine is no fault of the code, so no test judges by the clock; the same examples are
# tried in every run, so a red gate can be run again.
settings.register_profile("fixed", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=20_000)  # for `make fuzz`
settings.load_profile("fixed")

ROOT = Path(__file__).parent.parent

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",  # tests may run as root, in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a network; it ends with the module, since its event loop bars all others."""
    if not CHROMIUM.exists():
        pytest.skip(f"needs {CHROMIUM}: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=list(CHROMIUM_ARGUMENTS)
        )
        yield started
        started.close()
