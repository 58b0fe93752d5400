# Everything is built in .venv and app/static; nothing is installed outside this folder.
# Needs make and Python 3.11 or newer, found as python3; another one: make run PYTHON=/path/to/python3.12

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
RUN_READY := .venv/.ready-to-run
TEST_READY := .venv/.ready-to-test
FRONT_END := app/static/built/.ready
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

.DEFAULT_GOAL := help
.PHONY: help run setup test check bench faults format pins clean python-is-new-enough
.DELETE_ON_ERROR:

help: ## Say what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: setup ## Set up what is needed, load the samples if there is nothing yet, and serve on http://127.0.0.1:8000
	@$(BIN)/hta demo

setup: $(RUN_READY) $(FRONT_END) ## Set up all that running needs, without running

test: $(TEST_READY) $(FRONT_END) ## Set up what the tests need and run all of them
	@$(BIN)/pytest -n $$($(BIN)/python -c 'import os; print(max(2, os.cpu_count() or 1))') --dist loadfile --no-loadscope-reorder $(TESTS)

check: $(TEST_READY) $(FRONT_END) ## Format, lints, types, import contracts, templates, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint app/templates
	$(BIN)/hta migrate --check

bench: $(TEST_READY) $(FRONT_END) ## Measure what has to be fast
	@$(BIN)/python -m tests.bench.run

faults: $(TEST_READY) $(FRONT_END) ## Kill the server two hundred times while people save
	@HTA_FAULTS=200 $(BIN)/pytest -s -p no:xdist -m faults tests/faults

format: $(TEST_READY) ## Put the code into the one format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

pins: $(TEST_READY) ## Pin the newest Python packages that pyproject.toml allows
	$(PIN) --group dev -o requirements-dev.txt --upgrade
	$(PIN) --group build -c requirements-dev.txt -o requirements.txt

clean: ## Remove what was built (what was entered, in data/, stays)
	rm -rf .venv build dist app/static/built app/static/built.part app/static/node_modules

PIN := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header pyproject.toml

# The first thing of all, so that nobody waits five minutes for a message about the machine.
python-is-new-enough:
	@[ -w . ] || { echo "This folder cannot be written to: copy it to a folder of your own and run make there." >&2; exit 1; }
	@[ -n "$(PYTHON)" ] || { echo "Holding to Account needs Python 3.11 or newer: install it, or name it with make run PYTHON=/path/to/python3.12." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "$(PYTHON) is not Python 3.11 or newer: install that, or name it with make run PYTHON=/path/to/python3.12." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments: install its venv package (on Debian and Ubuntu: apt install python3-venv)." >&2; exit 1; }

$(BIN)/python: | python-is-new-enough
	@echo "Setting up Python packages in .venv (once; a minute or two)"
	@$(PYTHON) -m venv .venv

# --no-deps for the product itself: everything it needs has just been installed, pinned and with hashes.
$(RUN_READY): requirements.txt pyproject.toml hatch_build.py | $(BIN)/python
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_READY): requirements-dev.txt $(RUN_READY) | $(BIN)/python
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

$(FRONT_END): $(RUN_READY) app/static/package-lock.json $(shell find app/static/style -name '*.scss' 2>/dev/null)
	@echo "Building the front end in app/static/built"
	@$(BIN)/python hatch_build.py
	@touch $@
