# make demo: set up and build the sample corpus.  make test: set up everything and run every check.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
LOWEST := .venv-lowest
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)
APT := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0
NPM_BIN := tests/js/node_modules/.bin
SCRIPTS := kg/views/js kg/views/webgl/entry.js "tests/js/*.js" tests/js/unit
PRETTIER := $(NPM_BIN)/prettier --config tests/js/prettier.config.js
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.DEFAULT_GOAL := help
# The corpus that the model of kg is made from: the annotated articles that are not ours to publish, where they are at hand, and invented ones.
TRAIN := ../shared/corpus/train
CORPUS_TRAIN ?= $(or $(wildcard $(TRAIN)),tests/corpus) tests/corpus/press
.PHONY: help demo test test-lowest lint js golden model bench mutate docs system python clean
.NOTPARALLEL:
MODEL ?= model.onnx

help:
	@echo "make demo   set up, build the sample corpus into exports/"
	@echo "make test   set up everything that the tests need, then run linters, type checks and tests"
	@echo "make test-lowest  run the tests with the lowest version of each library that pyproject.toml admits (nightly)"
	@echo "make lint   run only ruff and mypy, and eslint and prettier for the scripts"
	@echo "make js     format the scripts of the pages (kg/views/js) and bundle them"
	@echo "make golden write the statements of the articles in tests/data/golden anew, to see what a change of the extraction does"
	@echo "make model  train the extractor (CORPUS_TRAIN=FOLDER: on your annotated articles; MODEL=FILE: where to write it)"
	@echo "make bench  measure speed, against jieba.posseg and rdflib in the same run (CORPUS=news.jsonl: with your articles)"
	@echo "make mutate     find changes of the code that no test notices: a random sample, an hour (WHERE=kg/resolve NUMBER=100 SEED=2)"
	@echo "make docs       write the documentation as a site into out/docs; a broken link fails"
	@echo "make clean  remove what make has set up (not exports/)"

# Debian's python3 comes without venv.
python:
	@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || { \
	  command -v apt-get >/dev/null || { echo "$(PYTHON) has no venv module: install a complete Python 3.11 to 3.13"; exit 1; }; \
	  $(APT) update && $(APT) install -y python3-venv </dev/null >/dev/null; }

$(INSTALLED): pyproject.toml kg/hatch_npm.py kg/views/webgl/entry.js | python
	@echo "Setting up $(VENV) (a minute or two, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch $@

# The model that comes with kg (MODEL=kg/extract/model/extractor.onnx): most texts that it was trained on are not ours to publish.
model: $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --editable ".[train]"
	@$(BIN)/kg train $(CORPUS_TRAIN) -o $(MODEL)

demo: $(INSTALLED)
	@$(BIN)/kg demo -o exports
	@echo "Open exports/network.html in a browser."

# Other dependencies of the tests: a browser, Chinese fonts, and independent RDF parsers and a triple store.
system:
	@missing=(); \
	command -v chromium >/dev/null || missing+=(chromium); \
	command -v chromedriver >/dev/null || missing+=(chromium-driver); \
	command -v rapper >/dev/null || missing+=(raptor2-utils); \
	command -v serdi >/dev/null || missing+=(serdi); \
	command -v virtuoso-t >/dev/null || missing+=(virtuoso-opensource-7); \
	command -v curl >/dev/null || missing+=(curl); \
	command -v npm >/dev/null || missing+=(nodejs npm); \
	fc-list :lang=zh 2>/dev/null | grep -q . || missing+=(fonts-noto-cjk); \
	if [ $${#missing[@]} -eq 0 ]; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then \
	  echo "apt-get is not available: install $${missing[*]} by hand; the tests that need them are skipped"; exit 0; fi; \
	echo "Installing $${missing[*]}"; \
	$(APT) update && $(APT) install -y --no-install-recommends "$${missing[@]}" </dev/null >/dev/null

tests/js/node_modules: tests/js/package.json
	@if command -v npm >/dev/null; then \
	  cd tests/js && npm install --no-audit --no-fund --no-package-lock --silent </dev/null && touch node_modules; \
	else echo "npm is not available: the scripts are not linted, and tests with N3.js, Comunica and axe-core are skipped"; fi

lint: $(INSTALLED) tests/js/node_modules
	$(BIN)/ruff check kg tests
	$(BIN)/ruff format --check kg tests
	$(BIN)/mypy
	@if [ -x $(NPM_BIN)/eslint ]; then set -x; \
	  $(NPM_BIN)/eslint -c tests/js/eslint.config.js $(SCRIPTS) && $(PRETTIER) --check $(SCRIPTS); fi

js: tests/js/node_modules
	$(PRETTIER) --write --log-level warn $(SCRIPTS)
	$(PYTHON) kg/generate/scripts.py $(NPM_BIN)/esbuild

golden: $(INSTALLED)
	@$(BIN)/python tests/golden.py

test: system $(INSTALLED) tests/js/node_modules lint
	$(BIN)/pytest

# A library's lowest version is the one that is promised to work: nobody else installs it.
$(LOWEST)/.installed: pyproject.toml | python
	@echo "Setting up $(LOWEST) (a minute or two, once)"
	@$(PYTHON) -m venv --clear $(LOWEST)
	@$(LOWEST)/bin/python -m pip install --quiet uv
	@$(LOWEST)/bin/uv pip install --quiet --python $(LOWEST)/bin/python --resolution lowest-direct --editable ".[dev]"
	@touch $@

test-lowest: system $(LOWEST)/.installed tests/js/node_modules
	$(LOWEST)/bin/pytest

docs: $(INSTALLED)
	@$(BIN)/python -m pip install --quiet "mkdocs-material>=9.5" "mkdocstrings[python]>=0.26"
	@$(BIN)/python -m mkdocs build --quiet -f docs/site/mkdocs.yml

bench: $(INSTALLED)
	$(BIN)/python tests/benchmarks/run.py $(CORPUS)

mutate: $(INSTALLED)
	$(BIN)/python tests/mutate.py --number $(or $(NUMBER),200) --seed $(or $(SEED),1) $(WHERE)

clean:
	rm -rf $(VENV) $(LOWEST) tests/js/node_modules
