# make demo: set up and build the sample corpus.  make test: set up everything and run every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)
DEBIAN := chromium chromium-driver fonts-noto-cjk raptor2-utils

.PHONY: help demo test lint bench clean
help:
	@echo "make demo   set up, build the sample corpus into exports/"
	@echo "make test   set up all that the tests need, then lint, types and tests"
	@echo "make bench  measure speed against peers in the same run"

$(BIN)/kg: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $(BIN)/kg

demo: $(BIN)/kg
	$(BIN)/kg demo -o exports
	@echo "Open exports/network.html in a browser."

tests/js/node_modules: tests/js/package.json
	@if command -v npm >/dev/null; then cd tests/js && npm install --no-audit --no-fund --silent && touch node_modules; \
	else echo "npm is not installed: the N3.js test will be skipped"; fi

.PHONY: system
system:
	@if command -v chromium >/dev/null && command -v chromedriver >/dev/null && command -v rapper >/dev/null; then :; \
	elif command -v apt-get >/dev/null; then \
	  $(SUDO) apt-get update -qq && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -qq $(DEBIAN) >/dev/null; \
	else echo "install Chromium, ChromeDriver and rapper by hand: their tests are skipped without them"; fi

lint: $(BIN)/kg
	$(BIN)/ruff check kg tests
	$(BIN)/mypy

test: $(BIN)/kg system tests/js/node_modules lint
	$(BIN)/pytest

bench: $(BIN)/kg
	$(BIN)/python tests/benchmarks/bench_tagger.py

clean:
	rm -rf $(VENV) tests/js/node_modules
