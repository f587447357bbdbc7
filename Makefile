# Five doors: run the product, test it, check its style, measure it, test its tests.
# Each makes .venv from the lock file when it is missing or out of date.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench mutants lock audit clean

run: $(VENV)/.run
	@exec $(BIN)/satupintu run

test: $(VENV)/.test check
	@$(BIN)/python -m pytest -n 3 --dist loadgroup

check: $(VENV)/.test
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.bench
	@$(BIN)/python -m benchmarks $(WHAT)

# Small faults in copies of the project: does the suite notice? `make mutants WHAT="--seed 7 --only intake"`
mutants: $(VENV)/.test
	@$(BIN)/python -m mutants $(WHAT)

# Run by whoever changes a dependency; it needs uv (`pip install uv`).
lock:
	@uv pip compile --universal --python-version 3.11 --generate-hashes --quiet pyproject.toml -o requirements.lock
	@uv pip compile --universal --python-version 3.11 --generate-hashes --quiet --extra test -c requirements.lock pyproject.toml -o requirements-test.lock
	@$(PYTHON) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["bench"], sep="\n")' | uv pip compile --universal --python-version 3.11 --generate-hashes --quiet - -o requirements-bench.lock

# Known faults of the libraries we stand on. It asks the network, so no test does; it needs uv, too.
audit:
	@uvx pip-audit --disable-pip --require-hashes -r requirements.lock

clean:
	rm -rf $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Satu Pintu needs Python 3.11 or newer; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "Setting up, once: about half a minute with a quick network ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "  the libraries it stands on"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@echo "  Satu Pintu itself"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.run
	@echo "  what the tests need, a real Redis and a real PostgreSQL among it"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

# Others' frameworks, to measure ourselves against: apart, so that they change no version of ours.
$(VENV)/.bench: requirements-bench.lock $(VENV)/.test
	@test -x $(VENV)/bench/bin/python || $(PYTHON) -m venv $(VENV)/bench
	@$(VENV)/bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@
