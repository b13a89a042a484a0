# Every target sets up .venv by itself when it is missing, or a pyproject.toml or constraints.txt has changed.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt
PYTHONS ?= 3.12 3.13

.PHONY: help grade test test-pythons lab build student-archive audit attack bench bench-scale clean
.DEFAULT_GOAL := help

help:
	@echo "make grade   release, grade submitted/ or a sample class, print the table; ASSIGNMENT=name grades one"
	@echo "make test    lint, tests, nbval on the solution notebooks, derived files up to date"
	@echo "make test-pythons   the first notebook as a student on newer versions of Python, where they are installed"
	@echo "make lab     JupyterLab on the student's notebooks"
	@echo "make build   rebuild solution and release notebooks, and docs/checks.md's prose, from their sources"
	@echo "make student-archive   a zip for students in dist/: notebooks, package, environment, no solutions"
	@echo "make audit   the grader's false fails and false passes, over many seeds; writes docs/checks.md"
	@echo "make attack  a hundred submissions that cheat or harm, on grading here and on stock nbgrader"
	@echo "make bench   speed and quality against Pyro and NumPyro, grading against stock nbgrader"
	@echo "make bench-scale   what a submission costs in classes of 10, 100 and 1,000"
	@echo "make clean   remove logs, reports and built archives; never submissions, grades or feedback"

$(READY): pyproject.toml nbautograde/pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ..."; exit 1; }
	@echo "setting up .venv (a few minutes the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(INSTALL) -e nbautograde -e '.[dev]'
	@touch $(READY)

grade: $(READY)
	@$(BIN)/grader grade $(ASSIGNMENT)

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check grader course_checks nbautograde tools tests data
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile --nbval --nbval-cell-timeout 300 \
		tests solutions

test-pythons: $(READY)
	@$(BIN)/python .ci/try_pythons.py $(PYTHONS)

lab: $(READY)
	$(BIN)/jupyter lab notebooks

build: $(READY)
	@$(BIN)/grader build

student-archive: $(READY)
	@$(BIN)/grader student-archive

audit: $(READY)
	@$(BIN)/grader audit

attack: $(READY)
	@$(BIN)/grader attack

bench: .venv/.bench
	@$(BIN)/grader bench

bench-scale: $(READY)
	@$(BIN)/grader bench --scale

.venv/.bench: $(READY)
	@echo "adding the peers that the benchmark compares with"
	@$(INSTALL) -e '.[bench]'
	@touch $@

clean:
	rm -rf build dist
