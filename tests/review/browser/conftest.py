"""A browser, and review pages of small runs for it to open."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from pipeline.cli import healthpages
from pipeline.run import run

PATIENCE = 10_000  # milliseconds until an element that does not come is an error
PAGE = """{title}
{title}

1. Causes
{cause} causes {title}.

Share this page

2. What helps
{remedy} relieves {title}.

3. When to see a doctor
{doctor}
"""
PAGES = {
    "gout.txt": ("Gout", "Beer", "Drinking enough water", "If the joint stays hot."),
    "cough.txt": ("Cough", "Smoking", "Honey", "If it lasts for eight weeks."),
    "hiccups.txt": ("Hiccups", "Eating too fast", "Holding the breath", "If they last for days."),
}

# Each of these would tell `hit` if it ran, or ask the network if it loaded.
XSS = (
    "</script><script>top.hit=1</script>",
    "<img src=x onerror=top.hit=2>",
    "<svg/onload=top.hit=3>",
    '"><iframe srcdoc="<script>top.hit=4</script>"></iframe>',
    "javascript:top.hit=5",
    "<a href='javascript:top.hit=6'>x</a>",
    "{{ 7*7 }}{% raw %}${top.hit=7}`",
    "<!--<script>",
    "]]><script>top.hit=8</script>",
    "\u2028top.hit=9//",
    "<style>@import 'http://evil.example/a.css';</style>",
    "<base href='http://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "' onfocus='top.hit=10' autofocus='",
)


def hostile_markup() -> str:
    """A page with every payload in its title, its text, its attributes and its addresses."""

    def escaped(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

    rows = "\n".join(
        f'<p id="{escaped(text)}" class="{escaped(text)}">Line {number}: {escaped(text)}</p>'
        f'<p><a href="{escaped(text)}" title="{escaped(text)}">Link {number}</a> and words.</p>'
        for number, text in enumerate(XSS)
    )
    live = "\n".join(text for text in XSS if not text.startswith("<!--"))
    return (
        f"<html lang='en'><head><title>{escaped(' '.join(XSS))}</title>"
        "<link rel=dns-prefetch href=//evil.example><link rel=preconnect href=//evil.example>"
        f"<meta property=og:url content='http://evil.example/'></head><body onload=top.hit=11>"
        f"<article><h1>{escaped(XSS[0])} Hostile page</h1>{rows}"
        "<form action=http://evil.example/ onsubmit=top.hit=12><button>Go</button></form>"
        "<video src=http://evil.example/v autoplay></video><object data=http://evil.example/>"
        f"</object><div style='background:url(http://evil.example/b)'>Styled words stand here."
        f"</div>{live}<p>The last line of the page.</p></article></body></html>"
    )


@pytest.fixture(scope="session")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs of three text pages and a hostile one; in the second two lines are others."""
    folder = tmp_path_factory.mktemp("review")
    raw = folder / "raw"
    raw.mkdir()
    for name, words in PAGES.items():
        named = dict(zip(("title", "cause", "remedy", "doctor"), words, strict=True))
        (raw / name).write_text(PAGE.format(**named), "utf-8")
    (raw / "<img src=x onerror=top.hit=13>.html").write_text(hostile_markup(), "utf-8")
    run(raw, folder / "processed")
    gout = raw / "gout.txt"
    gout.write_text(
        gout.read_text("utf-8")
        .replace("Drinking enough water", "Drinking plenty of water")
        .replace("If the joint stays hot.", "Call at once!"),
        "utf-8",
    )
    run(raw, folder / "processed")
    return folder / "processed"


@pytest.fixture(scope="session")
def files(processed: Path) -> tuple[Path, Path]:
    """The review of the second run, and the same against the first one."""
    old, new = sorted(path.name for path in (processed / "runs").iterdir())
    written = []
    for name, more in (("clean.html", []), ("runs.html", ["--against", old])):
        target = processed / name
        arguments = ["review", new, "--processed", str(processed), "--output", str(target), *more]
        done = CliRunner().invoke(healthpages, arguments, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        written.append(target)
    return written[0], written[1]


@pytest.fixture(scope="session")
def other_keys(processed: Path) -> Path:
    """The review of the second run with `y` for accepting."""
    keys = processed / "keys.toml"
    keys.write_text('a = "y"', "utf-8")
    target = processed / "keys.html"
    places = ["--processed", str(processed), "--output", str(target)]
    done = CliRunner().invoke(healthpages, ["review", *places, "--keys", str(keys)])
    assert done.exit_code == 0, done.output
    return target


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """A function that opens a file in a fresh window, with a reviewer's name in it."""
    contexts = []
    heard: list[str] = []

    def opened(path: Path, *, reviewer: str = "Ada", **window: object) -> Page:
        context = browser.new_context(**window)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: heard.append(request.url))
        page.on("pageerror", lambda error: heard.append(f"error: {error}"))
        page.on("dialog", lambda dialog: heard.append(f"dialog: {dialog.message}"))
        page.goto(path.as_uri())
        if reviewer:
            page.fill("#reviewer", reviewer)
            page.evaluate("document.activeElement.blur()")
        return page

    yield opened
    for context in contexts:
        context.close()
    local = ("file:", "about:", "blob:", "data:")
    assert [told for told in heard if not told.startswith(local)] == []
