"""The forms of the flows: every field is typed and explained, and nonsense is refused."""

from typing import Any

import pytest
from prefect import Flow
from prefect.exceptions import ParameterTypeError
from prefect.utilities.callables import parameter_schema

from flows.backfill import backfill
from flows.gate import review_gate
from flows.nightly import healthpages_run
from flows.watch import watch

FLOWS: list[Flow[..., Any]] = [healthpages_run, review_gate, watch, backfill]


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.name)
def test_every_field_says_what_it_is(flow: Flow[..., Any]) -> None:
    fields = parameter_schema(flow).properties
    assert fields
    assert all(field.get("description") for field in fields.values())


def test_each_setting_stands_in_the_form_with_its_description() -> None:
    schema = parameter_schema(healthpages_run)
    groups = schema.definitions
    assert groups["AuditSettings"]["properties"]["max_row_drift"]["description"]
    assert groups["StoreSettings"]["properties"]["buckets"]["maximum"] == 4096


@pytest.mark.parametrize(
    "wrong",
    [
        {"raw": ""},
        {"limit": 0},
        {"if_busy": "push"},
        {"review_hours": -1},
        {"step_hours": 0},
        {"settings": {"store": {"buckets": 0}}},
        {"settings": {"stores": {}}},
    ],
)
def test_a_wrong_value_is_refused_before_anything_runs(wrong: dict[str, Any]) -> None:
    with pytest.raises(ParameterTypeError):
        healthpages_run.validate_parameters({"raw": "raw", **wrong})


def test_a_backfill_needs_a_source() -> None:
    with pytest.raises(ParameterTypeError):
        backfill.validate_parameters({"sources": []})
