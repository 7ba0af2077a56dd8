## make run    sets up and turns the sample pages into published tables
## make test   sets up and runs the tests
## make lint   sets up and checks style and types
## make fuzz   tries many thousand random inputs; some hours, `FUZZ=tests/ingest` for a part
## make audit  looks for known vulnerabilities and unwanted licences of dependencies
## make wheel  builds the wheel into dist/
## make lock   pins all dependencies anew; needs uv
## make clean  removes .venv, dist and caches; leaves processed/

PYTHON ?= python3
BIN := .venv/bin
RUN_READY := .venv/.ready-to-run
TEST_READY := .venv/.ready-to-test
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test lint fuzz audit lock wheel clean help

help:
	@sed -n 's/^## //p' Makefile

run: $(RUN_READY)
	@echo "Processing the sample pages: raw/sample -> processed/"
	@$(BIN)/healthpages run raw/sample processed

test: $(TEST_READY)
	@echo "Running the tests"
	@$(BIN)/python -m pytest

lint: $(TEST_READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

# The tests of random inputs with the profile of tests/conftest.py that tries new ones.
FUZZ ?= tests
fuzz: $(TEST_READY)
	@grep --recursive --files-with-matches --include='test_*.py' '^@given' $(FUZZ) | \
		xargs $(BIN)/python -m pytest --hypothesis-profile=long

audit: $(TEST_READY)
	@$(BIN)/python .ci/audit.py
	@$(BIN)/python .ci/licences.py

# Pins every dependency with its hashes, without the address of an index.
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command 'make lock' pyproject.toml
lock:
	$(COMPILE) --group build --output-file requirements.lock
	$(COMPILE) --group build --group test --group lint --constraint requirements.lock \
		--output-file requirements-dev.lock

wheel: $(TEST_READY)
	@$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean:
	rm -rf .venv dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "healthpages needs Python 3.11 or later: make PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Creating .venv"
	@$(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }

# The lock is given as constraints too: older pips otherwise look for the newest SQLAlchemy where a
# package asks for it with an extra.
$(RUN_READY): requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing the locked dependencies into .venv (about 1.1 GB, some minutes)"
	@$(PIP) install --require-hashes --requirement requirements.lock --constraint requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_READY): requirements-dev.lock $(RUN_READY)
	@echo "Installing the locked test tools into .venv"
	@$(PIP) install --require-hashes --requirement requirements-dev.lock \
		--constraint requirements-dev.lock
	@touch $@
