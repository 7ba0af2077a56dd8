"""One process writes at a time, and a dead one holds nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.model.errors import TryAgain
from pipeline.store.lock import one_writer

HOLD = """
import sys, time
from pathlib import Path
from pipeline.store.lock import one_writer
with one_writer(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_writer_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with one_writer(tmp_path), pytest.raises(TryAgain, match=f"process {os.getpid()} on"):
        one_writer(tmp_path).__enter__()


def test_the_folder_is_free_again_afterwards(tmp_path: Path) -> None:
    with one_writer(tmp_path):
        pass
    with one_writer(tmp_path):
        assert (tmp_path / ".lock").read_text("utf-8").startswith(f"process {os.getpid()}")


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(TryAgain, match=f"process {holder.pid} on"):
            one_writer(tmp_path).__enter__()
        holder.kill()
        holder.wait()
        with one_writer(tmp_path):
            pass
