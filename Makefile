# Rung. `make chat` to talk with it, `make telegram` to run the bot, `make test` to check it; each installs what it
# needs into .venv.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
# Notices of the build tools are for who writes them, not for who installs.
PIP := PYTHONWARNINGS=ignore $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help chat telegram check test train format docs clean

help: ## Show this.
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

chat: $(VENV)/installed ## Install, make ready and talk with Rung.
	@$(BIN)/rung prepare
	@$(BIN)/rung chat

# Without a token it says so at once, not after the minutes that making ready takes.
telegram: $(VENV)/installed ## Install, make ready and run the bot on Telegram: set RUNG_TELEGRAM_TOKEN.
	@test -n "$$RUNG_TELEGRAM_TOKEN" || $(BIN)/rung telegram
	@$(BIN)/rung prepare
	@$(BIN)/rung telegram

# Tests mostly wait for bots and browsers, so more run at once than there are cores; those of the real model compute,
# and get the machine for themselves.
TESTERS ?= 3

check: $(VENV)/installed-tests ## Run lint, types, import rules and the fast tests: under 90 seconds.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -m "not model and not data and not slow" --hypothesis-profile=check -n 2 --dist worksteal tests/bot tests/index tests/knowledge tests/support

test: $(VENV)/installed-tests ## Run lint, types, import rules and tests.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -m "not model" -n $(TESTERS) --dist worksteal
	$(BIN)/pytest -m model

MORE := $(CASES:%=--cases %)

train: $(VENV)/installed ## Train all weights again, from RUNG_HOME's catalogue, staff voices and CASES="FILE…".
	$(BIN)/python scripts/train.py all $(MORE)

docs: $(VENV)/installed ## Write the docs that are made from the commands' own help.
	$(BIN)/python -m bot.cli.reference > docs/commands.md

format: $(VENV)/installed-tests ## Put the code in house style.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## Remove what was installed here and all caches; Rung's data stays.
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Rung needs Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Rung (a minute or two, once)…"
	@$(PIP) --editable .
	@touch $@

$(VENV)/installed-tests: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Rung and what its tests need (a minute or two, once)…"
	@$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/installed
