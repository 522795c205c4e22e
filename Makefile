PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: install serve test soak check

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
	$(BIN)/pytest --soak tests/test_web_soak.py tests/test_web_generations.py tests/test_web_faults.py

check: install
	$(BIN)/trivsel check
