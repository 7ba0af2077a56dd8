"""Where the labelled data is: the folder HEALTHPAGES_SHARED, else beside the repository."""

import json
import os
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def shared() -> Path:
    """The folder with labelled data; it need not exist."""
    return Path(os.environ.get("HEALTHPAGES_SHARED", ROOT.parent / "shared"))


def answers() -> list[dict[str, Any]]:
    """The answers of MedQuAD with their kinds."""
    path = shared() / "data" / "medquad" / "answers_dev.jsonl"
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
