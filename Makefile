# Everything starts from a fresh clone: each target sets up .venv first, and only once.
# Python 3.11 or newer with pip is all that has to be there. `make report PYTHON=/path/to/python`
# takes another interpreter.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/.installed
BENCH_READY := .venv-bench/.installed
PIP_QUIETLY := -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help report test install lint figures contact pictures collisions rules lab bench kill clean

help:           ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' Makefile

report: $(READY) ## the main job: tables, figures, workbook and notebooks of the bundled notice
	@$(BIN)/zctrack report

test: lint ## the proof: style, types, floors, tests, examples, notebooks
	$(BIN)/python -m pytest -n auto -q tests zctrack
	$(BIN)/python -m pytest -n auto -q --dist loadfile --nbval notebooks

install: $(READY) ## .venv with everything in it

lint: $(READY) ## ruff, mypy and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

figures: $(READY) ## figures/zh and figures/en
	@$(BIN)/zctrack figures

rules: $(READY) ## docs/status.md: the rules of progress, review and ranking, from their data
	@$(BIN)/python -c 'from zctrack.reports.rules import write_page; print(write_page("docs/status.md"))'

lab: $(READY) ## JupyterLab on the notebooks
	$(BIN)/jupyter lab notebooks

contact: $(READY) ## contact sheets of all figures in reports/contact: other eyes, grey, half width
	@$(BIN)/python -m zctrack.reports.contact

pictures: $(READY) ## tests/pictures anew, with which every chart is compared: look at what changed
	rm -f tests/pictures/*.png
	ZCTRACK_MAKE_PICTURES=1 $(BIN)/python -m pytest -q -n auto tests/charts/test_pictures.py

collisions: $(READY) ## every chart on every hard input: do words meet or leave the sheet?
	ZCTRACK_ALL_COLLISIONS=1 $(BIN)/python -m pytest -q -n auto tests/charts/test_any_data.py

bench: $(BENCH_READY) ## speed and memory beside JioNLP, in an environment of its own
	@.venv-bench/bin/python benchmarks/speed.py

kill: $(READY) ## the ledger's proof: 500 writers killed on SQLite, 100 on PostgreSQL, some minutes
	@$(BIN)/python fuzz/kill_ledger.py 500 100

clean: ## remove whatever was made and is not committed, the environments too
	rm -rf .venv .venv-bench reports build dist *.egg-info .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache
	find zctrack tests benchmarks fuzz data -name __pycache__ -type d -prune -exec rm -rf {} +

# setuptools warns of a folder named like the package beside an editable install: it is the package.
QUIET_EDITABLE := PYTHONWARNINGS='ignore:Editable installation'

# A Python without the venv module's bundled pip (Debian's) lends its own pip to the new environment.
define make_environment
	@test -n "$(PYTHON)" || { echo "zctrack needs Python 3.11 or newer: none was found." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit("zctrack needs Python 3.11 or newer, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(1)/bin/pip || $(PYTHON) -m venv $(1) 2>/dev/null || \
		{ $(PYTHON) -m venv --clear --without-pip $(1) && $(PYTHON) -m pip --quiet --python $(1)/bin/python install pip; }
endef

$(READY): pyproject.toml constraints.txt
	@echo "Setting up .venv: about a minute, once."
	$(call make_environment,.venv)
	@$(BIN)/python $(PIP_QUIETLY) setuptools
	@$(QUIET_EDITABLE) $(BIN)/python $(PIP_QUIETLY) --no-build-isolation --editable '.[corpus,lab,ledger,office,dev]'
	@touch $@

$(BENCH_READY): pyproject.toml constraints.txt
	@echo "Setting up .venv-bench: about a minute, once."
	$(call make_environment,.venv-bench)
	@.venv-bench/bin/python $(PIP_QUIETLY) setuptools
	@$(QUIET_EDITABLE) .venv-bench/bin/python $(PIP_QUIETLY) --no-build-isolation --editable '.[bench,corpus]'
	@touch $@
