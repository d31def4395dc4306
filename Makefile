# Everything a newcomer types. Needs Linux, Python 3.11 or newer, make and git; all else is installed in .venv.
#
#   make demo          the example region in your browser      PORT=8001, RESET=1 to begin afresh
#   make install       what a site of your own needs; then docs/running.md
#   make test          all tests on the embedded database      ARGS="tests/engine -x" for some of them
#   make test WHEN="2028-02-29 22:30"   the same by another clock (UTC), with Debian's faketime
#   make check         everything that CI checks, but PostgreSQL
#   make fix           put the layout of code and templates right
#   make bench         our speed and accuracy beside our peers
#   make pictures      take the pictures in docs/images again
#   make clean         remove what these commands made, but your data in var/

PYTHON ?= python3
UV_VERSION := 0.13.9
ARGS ?=

BIN := .venv/bin
UV := $(BIN)/uv
UV_READY := .venv/.uv-$(UV_VERSION)
TEMPLATES = $(shell git ls-files --cached --others --exclude-standard 'src/regiotafel/templates/*.html')
CODE := src tests benchmarks manage.py

export UV_PROJECT_ENVIRONMENT := $(CURDIR)/.venv
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
# A test or a worker is one process on one core: more threads make the numbers slower, not faster.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1

# What Python compiles is kept, so that only the first start waits for it: three seconds of a processor, each time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install demo test check lint contracts types migrations fix bench pictures clean

help:
	@sed -n 's/^#   //p' Makefile

install: .venv/.ready-to-run

demo: .venv/.ready-to-run
	@REGIOTAFEL_DEMO=1 $(BIN)/regiotafel demo

test: .venv/.ready-to-develop
	$(if $(WHEN),FAKETIME_DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1 TZ=UTC faketime -f "@$(WHEN):00") \
	    $(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder $(ARGS)

check: lint types contracts migrations test

lint: .venv/.ready-to-develop
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	@$(BIN)/djade --check $(TEMPLATES) || { echo "make fix puts the layout of these templates right"; exit 1; }
	$(BIN)/deptry src

contracts: .venv/.ready-to-develop
	$(BIN)/lint-imports --no-logo

types: .venv/.ready-to-develop
	$(BIN)/mypy

# As in production, whatever stands in the environment: a warning of Django's own security checks fails.
migrations: .venv/.ready-to-develop
	$(BIN)/python manage.py makemigrations --check --dry-run
	REGIOTAFEL_HTTPS=1 REGIOTAFEL_DEBUG=0 REGIOTAFEL_DEMO=0 \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

fix: .venv/.ready-to-develop
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)
	@$(BIN)/djade $(TEMPLATES) || true
	@$(BIN)/python -c "import json; from regiotafel.engine.results.opinions import schema; \
		print(json.dumps(schema(), indent=2, ensure_ascii=False))" > docs/report.schema.json

bench: .venv/.ready-to-measure
	@for script in benchmarks/accuracy/*.py benchmarks/analyse/*.py benchmarks/compromise/measure.py benchmarks/prioritise/*.py; do $(BIN)/python "$$script" || exit 1; done

pictures: .venv/.ready-to-develop
	REGIOTAFEL_PICTURES=1 $(BIN)/pytest -n0 tests/browser/test_pictures.py

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# --- setting up: again only when the locked dependencies change

$(UV_READY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Regiotafel needs Python 3.11 or newer. Have it under another name? make PYTHON=python3.12 …"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv \
		|| { rm -rf .venv; echo "Python cannot make a virtual environment here: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip --upgrade
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

.venv/.ready-to-run: $(UV_READY) uv.lock pyproject.toml
	@echo "Installing what Regiotafel needs, as locked in uv.lock …"
	@$(UV) sync --quiet --frozen --inexact
	@touch $@

.venv/.ready-to-develop: $(UV_READY) uv.lock pyproject.toml
	@echo "Installing what its developers need, as locked in uv.lock …"
	@$(UV) sync --quiet --frozen --inexact --extra postgres --extra scale --group dev
	@touch $@ .venv/.ready-to-run

.venv/.ready-to-measure: .venv/.ready-to-develop
	@echo "Installing what is measured beside us, as locked in uv.lock …"
	@$(UV) sync --quiet --frozen --inexact --extra postgres --extra scale --group dev --group peers
	@touch $@
