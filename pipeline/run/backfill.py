"""Backfill: chosen sources, each with an output folder of its own, and names for output folders."""

import os
import re
from collections.abc import Sequence

from pipeline.model.errors import StopRun
from pipeline.model.ids import digest

_WILD = re.compile(r"[*?\[]")
_ODD = re.compile(r"[^A-Za-z0-9._-]+")
_URL = "://"


def outputs_of(sources: Sequence[str], processed: str) -> dict[str, str]:
    """The output folder of each source: below `processed`, named like the source.

    Raises StopRun where two sources would share one.
    """
    outputs: dict[str, str] = {}
    for source in sources:
        output = f"{processed.rstrip('/')}/{_name(source)}"
        if output in outputs.values():
            raise StopRun(f"Two sources would be written to {output}: give their folder as one.")
        outputs[source] = output
    return outputs


def turn_name(processed: str) -> str:
    """A name for the output folder that is the same on all machines that share it."""
    place = processed if _URL in processed else os.path.realpath(processed)
    return f"healthpages-{_name(place)}-{digest('output', place)[:8]}"


def _name(place: str) -> str:
    """The last part of a path, a glob or a URL that names something."""
    parts = [part for part in place.split("/") if part and not _WILD.search(part)]
    return _ODD.sub("-", parts[-1]).strip("-.") if parts else "root"
