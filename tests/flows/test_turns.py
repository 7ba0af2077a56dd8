"""Runs of one server take turns in an output folder."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from prefect.client.orchestration import PrefectClient, get_client
from prefect.concurrency.asyncio import ConcurrencySlotAcquisitionError

from flows.nightly import healthpages_run
from flows.turns import turn
from pipeline.run.backfill import turn_name

pytestmark = pytest.mark.usefixtures("prefect_server")


def test_a_second_run_skips_a_folder_that_is_taken(raw: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    with turn(out, "wait") as first:
        assert first
        with get_client(sync_client=True) as client:
            limit = client.read_global_concurrency_limit_by_name(turn_name(out))
        assert (limit.limit, limit.active_slots) == (1, 1)
        state = healthpages_run(str(raw), out, if_busy="skip", return_state=True)
        assert (state.name, state.message) == ("Skipped", f"Another run writes to {out}.")
        with turn(str(tmp_path / "other"), "skip") as elsewhere:
            assert elsewhere
    with turn(out, "skip") as again:
        assert again


def test_a_slow_server_is_not_taken_for_a_folder_that_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = PrefectClient.increment_concurrency_slots_with_lease

    async def ask_late(*args: Any, **options: Any) -> Any:
        await asyncio.sleep(1.5)
        return await ask(*args, **options)

    monkeypatch.setattr(PrefectClient, "increment_concurrency_slots_with_lease", ask_late)
    with turn(str(tmp_path), "skip") as ours:
        assert ours
        with turn(str(tmp_path), "skip") as second:
            assert not second


def test_a_server_that_fails_is_not_taken_for_a_folder_that_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_args: Any, **_options: Any) -> None:
        await asyncio.sleep(0)
        raise OSError("gone")

    monkeypatch.setattr(PrefectClient, "increment_concurrency_slots_with_lease", fail)
    with pytest.raises(ConcurrencySlotAcquisitionError), turn(str(tmp_path), "skip"):
        pass


def test_without_a_server_the_lock_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flows.turns.PREFECT_API_URL.value", lambda: None)
    monkeypatch.setattr("flows.turns.get_client", None)
    with turn(str(tmp_path), "skip") as ours:
        assert ours
