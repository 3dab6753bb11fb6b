# Everything runs in a virtual environment of its own; `make check` and `make test` set it up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PEERS := $(VENV)/.peers

.PHONY: setup check test lint types house bench soak schemas docs audit clean

setup: $(READY)

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "privpolicy needs Python 3.11 or newer")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

# The main job on the real policy: a permit, a deny and a conditional, each with its reasons.
check: $(READY)
	@PATH="$(BIN):$$PATH" sh examples/check.sh

test: $(READY) lint types
	@$(BIN)/python -m pytest

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-logo

types: $(READY)
	@$(BIN)/mypy

# One table of everybody first, then what was aimed at and everything else; benchmarks/RESULTS.md and its plots.
bench: $(PEERS)
	@$(BIN)/python -m benchmarks.run --write

$(PEERS): $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]' && touch $@ \
		|| echo 'The peers could not be installed: their rows say so.' >&2

# Millions of random rows over random policies, each answered in a table and alone; SOAK="--rows 50000" for fewer.
soak: $(READY)
	@$(BIN)/python -m tests.soak $(SOAK)

schemas: $(READY)
	@$(BIN)/python -m privpolicy.schemas schemas

docs: $(READY)
	@$(BIN)/python -m privpolicy.lint.docs docs/checks

audit: $(READY)
	@$(BIN)/python -m tests.golden.audit

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
