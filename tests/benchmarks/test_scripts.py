"""Every script of the benchmarks can be imported and tells what it does."""

import subprocess
import sys
from pathlib import Path

HELP = """
import contextlib, importlib, io, sys
for name in sys.argv[1:]:
    module = importlib.import_module(f"benchmarks.{name}")
    told = io.StringIO()
    sys.argv = [name, "--help"]
    if hasattr(module, "main"):
        with contextlib.redirect_stdout(told), contextlib.suppress(SystemExit):
            module.main()
        print(name, "usage:" in told.getvalue(), (module.__doc__.split()[0] in told.getvalue()))
"""
ELSEWHERE = {"tag_teacher"}  # runs in an environment of its own, with PyTorch


def test_every_script_helps() -> None:
    folder = Path(__file__).parents[2] / "benchmarks"
    names = sorted({path.stem for path in folder.glob("[a-z]*.py")} - ELSEWHERE)
    scripts = [
        name for name in names if "\ndef main(" in (folder / f"{name}.py").read_text("utf-8")
    ]
    # One process for all: some of them set up Prefect, which no other test should meet.
    told = subprocess.run(
        [sys.executable, "-c", HELP, *names], capture_output=True, text=True, check=True
    )
    assert told.stdout.splitlines() == [f"{name} True True" for name in scripts]
