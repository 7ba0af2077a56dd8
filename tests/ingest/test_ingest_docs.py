"""What docs/input.md says of fields, suffixes and limits is what the code does."""

import re
from pathlib import Path

from pipeline.ingest.fields import TEXT_FIELDS, TIME_FIELDS, TYPE_FIELDS, URL_FIELDS
from pipeline.ingest.sources import COMPRESSIONS, SUFFIXES
from pipeline.model.settings import IngestSettings

TEXT = (Path(__file__).parents[2] / "docs" / "input.md").read_text("utf-8")


def test_fields_stand_in_the_order_in_which_they_are_taken() -> None:
    for fields in (TEXT_FIELDS, URL_FIELDS, TIME_FIELDS, TYPE_FIELDS):
        assert f"| {', '.join(f'`{name}`' for name in fields)} |" in TEXT


def test_all_suffixes_are_named() -> None:
    assert {*SUFFIXES, *COMPRESSIONS} <= set(re.findall(r"`(\.[a-z0-9]+)`", TEXT))


def test_limits_have_the_defaults_that_are_stated() -> None:
    stated = dict(re.findall(r"^\| `(max_[a-z_]+)` \| ([0-9,]+) \|", TEXT, re.MULTILINE))
    defaults = IngestSettings()
    assert stated.keys() == {n for n in IngestSettings.model_fields if n.startswith("max_")}
    for name, value in stated.items():
        assert getattr(defaults, name) == int(value.replace(",", ""))
