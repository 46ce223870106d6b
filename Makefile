# One command each. `make run` and `make test` set up everything they need in .venv, and set it up again only
# when the requirements have changed.

PYTHON ?= python3
PORT ?=
HOST ?=
ARGS ?=

# A file's tests share their servers and databases, so each file runs in one process; the slow ones come early.
# ARGS="-n 0" runs all in this one, as a debugger needs it.
SIDE_BY_SIDE := -n auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

VENV := .venv
BIN := $(VENV)/bin
CREATED := $(VENV)/.created
RUN := $(VENV)/.requirements
DEV := $(VENV)/.requirements-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.DEFAULT_GOAL := help
.PHONY: run test endurance bench screenshots samples lint format clean help

run: $(RUN) ## start the dashboard and open it in a browser (PORT=8600, HOST=0.0.0.0 for other machines)
	@$(BIN)/python -m streamlit run app.py $(if $(PORT),--server.port=$(PORT)) $(if $(HOST),--server.address=$(HOST)) $(ARGS)

test: $(DEV) ## check and test everything (ARGS="tests/unit -x" chooses)
	$(BIN)/python -m tests.browser.chromium
	@$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ARGS)

endurance: $(DEV) ## what `make test` does in a short form, at full length: stops, kills, every page at every width (half an hour)
	CLF_ENDURANCE=1 $(BIN)/python -m pytest -n 0 -m endurance $(ARGS)

bench: $(DEV) ## measure, and write the figures to docs/benchmarks.md
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.bench $(ARGS)

screenshots: $(DEV) ## take the README's pictures of every page anew
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.browser.screenshots $(ARGS)

samples: $(DEV) ## write the README's sample documents anew
	$(BIN)/python -m tests.samples

lint: $(DEV) ## style, format, types and the layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(DEV) ## put style and format right where that needs no thought
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

clean: ## remove what these commands made, but never the data
	rm -rf $(VENV) test-results .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

$(CREATED):
	@command -v "$(PYTHON)" > /dev/null || \
	  { echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "$(PYTHON) is too old: Python 3.11 or newer is needed. Name one: make PYTHON=python3.11" >&2; exit 1; }
	@echo "Making $(VENV)"
	@"$(PYTHON)" -m venv $(VENV) || \
	  { echo "Python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(RUN): requirements.txt $(CREATED)
	@echo "Installing what the dashboard needs (a minute or so, the first time only)"
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt requirements.txt $(CREATED)
	@echo "Installing what the tests need (a minute or two, the first time only)"
	@$(PIP) -r requirements-dev.txt
	@touch $(RUN) $@
