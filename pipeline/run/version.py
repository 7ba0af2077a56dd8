"""The version of the code that makes the rows: what is carried over must come from the same."""

import hashlib
from importlib import metadata
from pathlib import Path

PACKAGE = Path(__file__).parent.parent

# Libraries that decide bytes of the output: another version may decode, parse or write otherwise.
DECIDING = (
    "charset-normalizer",
    "datasketch",
    "ftfy",
    "lxml",
    "numpy",
    "py3langid",
    "pyarrow",
    "spacy",
    "w3lib",
    "warcio",
)


def code_version() -> str:
    """The project's version and a digest of its code, its data and the deciding libraries."""
    hashed = hashlib.sha256()
    for name in DECIDING:
        hashed.update(f"{name}={metadata.version(name)}\n".encode())
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            hashed.update(path.relative_to(PACKAGE).as_posix().encode() + b"\x00")
            hashed.update(path.read_bytes())
    return f"{metadata.version('healthpages')}+{hashed.hexdigest()[:12]}"
