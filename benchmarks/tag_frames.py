"""Sentence frames whose words decide what a slot is, filled at random, to fit the network to.

"{FOOD} lowers the risk of {D}" and "{FOOD} raises the risk of {D}" differ in one verb. With any
food in the slot, a network that goes by the food must fail, and one that reads the verb does not
(counterfactual augmentation, Kaushik et al. 2020). The frames stand in `tests/gold/tagging/frames`,
marked as `marked_pages.py` reads them, and what fills their slots in `fillers.toml` beside them.
"""

import random
import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.marked_pages import GOLD, read_marks

FOLDER = GOLD / "frames"
SLOT = re.compile(r"\{([A-Z]+)\d?\}")
STARTS = re.compile(
    r"(?:\n---\n|(?<![CTP])[.?!] )(?:<<|\[\[[CTP]!? )?$"
)  # what stands before a sentence
FILLINGS = 4  # of each frame
SEED = 0


def frame_passages() -> dict[str, dict[str, Any]]:
    """Each frame, filled several times, as a page of one line about its condition, by name."""
    fillers = tomllib.loads((FOLDER / "fillers.toml").read_text("utf-8"))
    chance = random.Random(SEED)  # noqa: S311
    return {
        f"frames/{path.stem}-{row}-{time}": read_marks(filled(frame, fillers, chance))
        | {"alone": True}
        for path in sorted(FOLDER.glob("*.txt"))
        for row, frame in enumerate(frames(path.read_text("utf-8")))
        for time in range(FILLINGS)
    }


def frames(text: str) -> list[str]:
    """The frames of a file, each closed by a line `===`."""
    return [part.strip("\n") for part in text.split("===\n") if part.strip()]


def filled(frame: str, fillers: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    """A frame with words in its slots: the same in the same slot, others in others."""
    words: dict[str, str] = {}

    def word_of(slot: re.Match[str]) -> str:
        if slot[0] not in words:
            left = [word for word in fillers[slot[1]] if word not in words.values()]
            words[slot[0]] = chance.choice(left)
        word = words[slot[0]]
        return word[0].upper() + word[1:] if STARTS.search(frame[: slot.start()]) else word

    return SLOT.sub(word_of, frame)
