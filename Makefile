# make demo    import a plant's exports, check its ledger, print its month, serve it in Fava
# make test    run the tests; ARGS="-k discount" passes arguments to pytest
# make check   ruff, mypy and import-linter
# make bench   run the benchmarks and write docs/benchmarks.md
# make pictures take the pictures of the documentation from the demo (needs Chromium)
# make nightly the tests with many more random examples
#
# Each target sets up what it needs in .venv: with uv where it is on the path, else with venv and pip.

SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed-from-requirements
PYTHONS ?= python3.13 python3.12 python3.11 python3 python
NEEDED := import sys; sys.exit(sys.version_info < (3, 11))

.PHONY: help setup demo test check format bench nightly pictures requirements peers clean

help:
	@sed -n 's/^# make \([a-z]*\) */make \1\t/p' Makefile

setup: $(STAMP)

$(STAMP): requirements.txt pyproject.toml
	@set -e; \
	python=; \
	for candidate in $(PYTHONS); do \
	  if $$candidate -c '$(NEEDED)' >/dev/null 2>&1; then \
	    if command -v uv >/dev/null 2>&1 || $$candidate -c 'import venv, ensurepip' >/dev/null 2>&1; then \
	      python=$$candidate; break; \
	    fi; \
	    bare=$$candidate; \
	  fi; \
	done; \
	if [ -z "$$python" ]; then \
	  if [ -n "$$bare" ]; then \
	    echo "$$bare has no venv module. On Debian or Ubuntu: apt-get install python3-venv" >&2; \
	  else \
	    echo "Python 3.11 or newer is needed; tried $(PYTHONS)." >&2; \
	  fi; \
	  exit 1; \
	fi; \
	if [ -e $(VENV) ] && ! $(BIN)/python -c '$(NEEDED)' >/dev/null 2>&1; then \
	  echo "$(VENV) has no Python 3.11 or newer; delete it and run make again." >&2; exit 1; \
	fi; \
	if command -v uv >/dev/null 2>&1; then \
	  echo "Setting up $(VENV) with uv"; \
	  [ -e $(VENV) ] || uv venv --quiet --python "$$(command -v $$python)" $(VENV); \
	  uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt; \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .; \
	else \
	  echo "Setting up $(VENV) with $$($$python --version), venv and pip"; \
	  [ -e $(VENV) ] || $$python -m venv $(VENV); \
	  $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt; \
	  $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@touch $@

demo: $(STAMP)
	@$(BIN)/python ledgers/demo.py

test: $(STAMP)
	$(BIN)/python -m pytest $(ARGS)

nightly: $(STAMP)
	HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest $(ARGS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP)
	$(BIN)/python tests/benchmarks/run.py $(ARGS)

pictures: $(STAMP)
	@$(BIN)/python tests/house/pictures.py

# After a change of the dependencies in pyproject.toml; needs uv.
requirements:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --extra import --extra fava --extra export --extra dev pyproject.toml -o requirements.txt

# The plugins that make bench compares with, each set with the Beancount that it asks for; needs uv.
peers:
	@set -e; for each in beancount-3 beancount-2; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    --no-emit-index-url tests/benchmarks/peers/$$each.in -o tests/benchmarks/peers/$$each.txt; \
	done

clean:
	rm -rf build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
