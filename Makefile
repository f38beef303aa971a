# Install, run and test Sportello. Needs Python 3.11 or newer: `make PYTHON=python3.12 …` names another.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMPS := $(VENV)/.stamps

CODE    := $(shell find bot tests benchmarks -name '*.py' 2>/dev/null)
EXAMPLE := settings.toml $(shell find intents replies -type f 2>/dev/null)

.PHONY: help install run test check bench pictures clean
.DELETE_ON_ERROR:

help:
	@echo 'make install   Sportello and what it needs, in $(VENV)'
	@echo 'make run       the example brand as a demo: the chat, the desk, a clock to move (installs first if needed)'
	@echo 'make test      every check and every test, those in a browser included'
	@echo 'make bench     the benchmarks'
	@echo 'make pictures  the pictures in docs/pictures, taken anew from the demo'
	@echo 'make clean     remove $(VENV) and what the tools left behind'

install: $(STAMPS)/installed

run: install
	@$(BIN)/sportello run --demo

test: check
	$(BIN)/pytest -n auto

check: $(STAMPS)/checked $(STAMPS)/example

bench: $(STAMPS)/dev
	@for name in throughput first_reply store_floor follow_ups idle hostile languages matching teaching inbox_size desk_live; do echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit 1; done

pictures: $(STAMPS)/dev
	@$(BIN)/python -m benchmarks.pictures

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build

$(STAMPS)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Sportello needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>/dev/null || echo not there)."; \
	  echo "Install a newer one and name it: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS)
	@touch $@

$(STAMPS)/installed: pyproject.toml constraints.txt | $(STAMPS)/python
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(STAMPS)/checked: $(STAMPS)/dev $(CODE)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@touch $@

$(STAMPS)/example: $(STAMPS)/installed $(EXAMPLE) $(CODE)
	$(BIN)/sportello lint
	@touch $@
