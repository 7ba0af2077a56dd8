"""Other keys for the review page, from a TOML file: the usual key, then the wanted one."""

import re
import tomllib
from pathlib import Path

from pipeline.model.errors import StopRun

USUAL = (
    *("j", "k", "J", "K", "ArrowDown", "ArrowUp", "a", "Enter", "r", "s", "Space", "u", "A", "R"),
    *("1", "2", "3", "4", "5", "6", "7", "8", "9", "h", "m", "c", "v", "d", "x", "w", "i", "o"),
    *("/", "n", "N", "f", "G", "?"),
)
_KEY = re.compile(r"\S|Space|Enter|Backspace|Delete|Tab|Arrow(?:Up|Down|Left|Right)|F[1-9][0-2]?")


def read_keys(path: Path) -> dict[str, str]:
    """The changed keys; raises StopRun for one that does not exist or does two things."""
    try:
        wanted = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StopRun(f"The file of keys {path} is not valid TOML: {error}.") from error
    for usual, key in wanted.items():
        if usual not in USUAL:
            raise StopRun(f"{path}: there is no key {usual}; the page shows all with ?.")
        if not isinstance(key, str) or not _KEY.fullmatch(key) or key == "g":
            raise StopRun(f"{path}: {usual} can't be {key!r}.")
    keys = [wanted.get(usual, usual) for usual in USUAL]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise StopRun(f"{path}: {twice[0]} would do two things.")
    return wanted
