"""What all tests share: an option that writes golden pages, the sample, a browser, S3."""

import logging
import uuid
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


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of an S3 server on this machine."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of an empty bucket, which this process and its children can reach."""
    import fsspec.config
    from fsspec.core import url_to_fs

    options = {"endpoint_url": s3_server, "key": "test", "secret": "test"}
    for name, value in options.items():
        monkeypatch.setenv(f"FSSPEC_S3_{name.upper()}", value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setitem(fsspec.config.conf, "s3", options)
    bucket = f"s3://bucket-{uuid.uuid4().hex}"
    system, path = url_to_fs(bucket)
    system.mkdir(path)
    return bucket
