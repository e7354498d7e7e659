# Every task sets up .venv by itself, with uv where it is, else with venv and pip.
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: install run demo test check bench lock

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@if command -v uv >/dev/null 2>&1; then \
	  [ -x $(BIN)/python ] || uv venv -q --python 3.11 $(VENV) 2>/dev/null || uv venv -q $(VENV); \
	  uv pip sync -q --python $(BIN)/python requirements.lock; \
	  uv pip install -q --python $(BIN)/python --no-deps -e .; \
	else \
	  [ -x $(BIN)/python ] || python3 -m venv $(VENV); \
	  $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock && \
	  $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .; \
	fi
	@touch $@

run: $(STAMP)
	@$(BIN)/missionwatch run

demo: $(STAMP)
	@$(BIN)/missionwatch demo

test: $(STAMP)
	@$(BIN)/python -m pytest

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@if grep -nE -e '(--(extra-)?index-url|/simple/|https?://)' requirements.lock; then echo 'requirements.lock names an address' >&2; exit 1; fi

bench: $(STAMP)
	@$(BIN)/python -m pytest tests/benchmarks --benchmark-enable --override-ini addopts= -q

# Writes the lock anew; the header and hashes hold no address.
lock:
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate \
	  --python-version 3.11 --extra dev pyproject.toml -o requirements.lock
