PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: install serve test soak bench audit check figures

install: .venv/installed

.venv/installed: setup.cfg pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check torch -c constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[test]" -c constraints.txt
	touch $@

serve: install
	$(BIN)/trivsel serve

# Several at a time; then one by one those that are marked "alone", since they hold to the clock or start servers of other engines.
test: install
	$(BIN)/flake8 corpus graph ontology search web tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses 4 --dist loadfile -m "not alone"
	$(BIN)/pytest -m alone

# The long runs in full: generated questions, calls and documents, builds that are killed, and generations that change. In ten parts, each
# a process of its own with chance of its own. About three hours.
soak: install
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[soak]" -c constraints.txt
	for part in 1 2 3 4 5 6 7 8 9 10; do $(BIN)/pytest -s --soak --part $$part/10 tests/test_web_soak.py || exit 1; done
	$(BIN)/pytest -s --soak tests/test_web_generations.py tests/test_web_faults.py tests/test_web_killed.py

# Our search beside others, the time of an answer, and how it grows; tests/benchmarks/RESULTS.md keeps the figures. About ten minutes.
bench: install
	$(BIN)/pip install --quiet --disable-pip-version-check --editable ".[bench]" -c constraints.txt
	$(BIN)/trivsel build
	$(BIN)/python tests/benchmarks/peers.py
	$(BIN)/python tests/benchmarks/speed.py
	$(BIN)/python tests/benchmarks/pages.py
	$(BIN)/python tests/benchmarks/scale.py
	PYTHONPATH=tests $(BIN)/python tests/benchmarks/elsewhere.py

# Whether the libraries are still the bytes that were pinned, and whether any has a known weakness.
audit: install
	$(BIN)/pip download --quiet --disable-pip-version-check --no-deps --require-hashes --dest .venv/audit -r requirements.lock
	rm -rf .venv/audit
	$(BIN)/pip-audit --local || echo "pip-audit mangler, kan ikke nå sin liste eller fandt noget: installér det med .venv/bin/pip install pip-audit, og se herover."

check: install
	$(BIN)/trivsel check

# The figures that the page Om shows, measured anew; more questions are named: make figures QUESTIONS="a.jsonl b.jsonl"
figures: install
	for file in tests/questions/heldout.jsonl $(QUESTIONS); do $(BIN)/trivsel evaluate $$file --keep $$(git rev-parse --short HEAD) || exit 1; done
