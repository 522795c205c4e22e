PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: install serve test check

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

check: install
	$(BIN)/trivsel check
