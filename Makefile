PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: install serve test soak audit check

install: .venv/installed

.venv/installed: setup.cfg pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check torch -c constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[test]" -c constraints.txt
	touch $@

serve: install
	$(BIN)/trivsel serve

test: install
	$(BIN)/flake8 corpus graph ontology search web tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

# The long runs in full: generated questions, calls and documents, and builds that are killed. About two hours.
soak: install
	$(BIN)/pytest --soak tests/test_web_soak.py tests/test_web_generations.py tests/test_web_faults.py tests/test_web_killed.py

# Whether the libraries are still the bytes that were pinned, and whether any has a known weakness.
audit: install
	$(BIN)/pip download --quiet --disable-pip-version-check --no-deps --require-hashes --dest .venv/audit -r requirements.lock
	rm -rf .venv/audit
	$(BIN)/pip-audit --local || echo "pip-audit mangler eller fandt noget: installér det med .venv/bin/pip install pip-audit, og se herover."

check: install
	$(BIN)/trivsel check
