"""Fail where a locked dependency has a known vulnerability; say loudly what could not be looked up.

Usage: .venv/bin/python .ci/audit.py. A service that does not answer is no fault of a change, so it
fails nothing. A vulnerability that does not touch this project is listed below with the reason.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SECONDS = 300

# id of the vulnerability: why it does not matter here
ACCEPTED: dict[str, str] = {}


def judge(dependencies: list[dict[str, Any]]) -> tuple[list[str], int]:
    """The vulnerabilities that are not accepted, and how many packages were not looked up."""
    found = [
        f"{package['name']} {package['version']}: {one['id']} (mended in {one['fix_versions']})"
        for package in dependencies
        for one in package.get("vulns", ())
        if ACCEPTED.keys().isdisjoint({one["id"], *one.get("aliases", ())})
    ]
    return found, sum("skip_reason" in package for package in dependencies)


def look_up() -> list[dict[str, Any]] | None:
    """What the service knows of each locked package; None where it can't be asked."""
    command = [
        *(sys.executable, "-m", "pip_audit", "--requirement", str(ROOT / "requirements.lock")),
        *("--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off"),
    ]
    try:
        asked = subprocess.run(
            command, check=False, capture_output=True, text=True, timeout=SECONDS
        )
        dependencies: list[dict[str, Any]] = json.loads(asked.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return None
    return dependencies


def main() -> int:
    """Tell what was found; 1 where something was."""
    dependencies = look_up()
    if dependencies is None:
        print("NOT AUDITED: the service that knows vulnerabilities can't be reached.")
        return 0
    found, unknown = judge(dependencies)
    if unknown:
        print(f"NOT AUDITED: {unknown} of {len(dependencies)} packages could not be looked up.")
    for one in found:
        print(one)
    print(f"Audited {len(dependencies) - unknown} packages: {len(found)} vulnerabilities.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
