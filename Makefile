# Two commands matter: `make run` and `make test`. Nothing but python3 (3.11 or newer) and make is needed.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export PORT

.PHONY: run test check bench lock messages clean

run: $(VENV)/.runtime $(VENV)/.catalogues  ## set up and serve with demo content
	@$(BIN)/python manage.py serve

test: $(VENV)/.development $(VENV)/.catalogues  ## set up and pass all tests
	@$(BIN)/python -m pytest -n auto --ignore tests/journeys
	@$(BIN)/python -m pytest -n auto --dist loadfile -p no:randomly tests/journeys

check: $(VENV)/.development $(VENV)/.catalogues  ## format, lint, types, contracts, templates
	@sh tools/check

bench: $(VENV)/.development $(VENV)/.catalogues  ## requests a second, queries, bytes; beside an empty view
	@$(BIN)/python -m bench

lock:  ## resolve requirements.in again; needs uv
	uv pip compile requirements.in --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q -o requirements.lock
	uv pip compile requirements-dev.in --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q -o requirements-dev.lock

messages: $(VENV)/.development  ## collect texts to translate; needs gettext
	@$(BIN)/python manage.py collect_messages

clean:  ## forget the demo, keep the code
	rm -rf var $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed.")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(BIN)/python requirements.lock
	@echo "Installing what the portal runs on (about a minute, once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.lock
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.catalogues: $(VENV)/.runtime $(wildcard locale/*/LC_MESSAGES/*.po languages/framework_locale/*/LC_MESSAGES/*.po)
	@$(BIN)/python -m languages.compile
	@touch $@
