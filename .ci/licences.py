"""Fail where a package that the project needs has a licence outside the list.

Usage: .venv/bin/python .ci/licences.py. Looks at the packages of requirements.lock, as installed.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

# Licences under which a program of another licence may use a package as it is.
ALLOWED = re.compile(
    r"MIT|MIT-0|MIT-CMU|BSD|0BSD|BSD-[23]-Clause|ISC|Apache[- ]2\.0|Apache|Zlib|CC0-1\.0|Unlicense"
    r"|PSF-2\.0|Python Software Foundation|CNRI-Python|MPL-2\.0|Mozilla Public 2\.0|HPND"
)
# Words around their names that say no more.
NOISE = re.compile(r"\((?:ISCL|MPL 2\.0|MIT)\)|\bSoftware License\b|\bLicense\b")

# package: why it may be used all the same
ACCEPTED = {
    "text-unidecode": "also under the Artistic License, which allows it; Prefect needs it",
}


def refused(rows: list[dict[str, str]], wanted: set[str]) -> list[str]:
    """The packages whose licence is not in the list."""
    return [
        f"{row['Name']}: {row['License']}"
        for row in rows
        if normal(row["Name"]) in wanted
        and normal(row["Name"]) not in ACCEPTED
        and not is_allowed(row["License"])
    ]


def is_allowed(licence: str) -> bool:
    """Whether all parts of the licence are allowed; of a choice one is enough."""
    if ";" in licence or " AND " in licence:
        parts = re.split(r";| AND ", licence)
        return all(is_allowed(part.strip(" ()")) for part in parts)
    choices = " ".join(NOISE.sub(" ", licence).split()).split(" OR ")
    return any(ALLOWED.fullmatch(choice.strip(" ()")) for choice in choices)


def normal(name: str) -> str:
    """The name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    """Tell which packages are refused; 1 where one is."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    wanted = {normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)}
    listed = subprocess.run(
        [sys.executable, "-m", "piplicenses", "--format", "json"],
        check=True,
        capture_output=True,
        text=True,
    )
    rows: list[dict[str, str]] = json.loads(listed.stdout)
    found = refused(rows, wanted)
    for one in found:
        print(f"Not in the list of allowed licences: {one}")
    print(f"Looked at the licences of {len(wanted)} packages.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
