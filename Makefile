# Everything a person runs. `make run` and `make test` set themselves up: they need only
# Python 3.11 or newer and Node 20.19 or newer. The stamp files remember what is done.

# HOST only from the command line: some shells export one with another meaning.
HOST = 127.0.0.1
PORT ?= 8000

MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq --no-input

RUNTIME := .venv/.runtime
DEV := .venv/.dev
BENCH := .venv/.bench
COMPILED := .venv/.compiled
NODE := pwa/node_modules/.ready
APP := pwa/dist/index.html

# The planner's inner loops.
KERNELS := $(shell grep -rl --include='*.py' '^from routing.compiled import' routing)

# Folders are in the list too, so that a deleted file is noticed.
APP_SOURCES := $(wildcard pwa/*.html pwa/vite*.ts pwa/tsconfig*.json) \
	$(shell find pwa/src pwa/public ! -name '.*' ! -name '*.test.*')

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

##@ Every day

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: $(RUNTIME) $(COMPILED) $(APP) ## The demo company at http://127.0.0.1:8000 (HOST=, PORT= change that)
	@$(BIN)/rounds demo --serve --host $(HOST) --port $(PORT)

.PHONY: test
test: ## Every check and every test; goes on after a failure, fails at its end
	@$(MAKE) -j2 setup
	@$(MAKE) -j2 --keep-going ruff mypy tsc biome vitest; checked=$$?; \
		$(MAKE) pytest && exit $$checked

.PHONY: lint
lint: $(DEV) $(NODE) ## The checks of test, without the tests
	@$(MAKE) --keep-going ruff mypy tsc biome

.PHONY: format
format: $(DEV) $(NODE) ## Format all code and mend what can be mended
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .
	cd pwa && npm run --silent format

##@ Now and then

.PHONY: bench
bench: $(BENCH) $(COMPILED) sabre shared-data ## Quality and seconds on published instances (ROUNDS_SHARED=folder)
	$(BIN)/python -m tests.benchmarks

.PHONY: chaos
chaos: $(DEV) $(COMPILED) $(APP) chromium shared-data ## Kill, cut and duplicate until something breaks (ROUNDS_SHARED=folder)
	$(BIN)/python -m pytest tests/chaos

.PHONY: screenshots
screenshots: $(DEV) $(COMPILED) $(APP) chromium ## Pictures of every screen for the documents
	$(BIN)/python -m tests.screenshots

.PHONY: lock
lock: $(RUNTIME) ## Resolve the dependencies again: pyproject.toml, pwa/package.json -> lock files
	$(PIP) uv
	$(LOCK) --extra build --output-file requirements.lock pyproject.toml
	$(LOCK) --extra build --extra maps --extra dev --constraint requirements.lock \
		--output-file requirements-dev.lock pyproject.toml
	$(LOCK) --extra bench --constraint requirements-dev.lock \
		--output-file requirements-bench.lock pyproject.toml
	cd pwa && npm install --package-lock-only && npm ci --dry-run --loglevel=error

LOCK = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --custom-compile-command 'make lock'

.PHONY: setup
setup: $(DEV) $(COMPILED) $(APP) chromium libical ## Only what run and test do first

.PHONY: clean
clean: ## Remove all that was made here, the demo's data too
	rm -rf .venv .data .reports .mypy_cache .pytest_cache .ruff_cache .hypothesis \
		pwa/node_modules pwa/dist tests/.artifacts
	find server routing tests -name __pycache__ -prune -exec rm -rf {} +

# What test and lint are made of. Each can be run alone.

.PHONY: ruff mypy tsc biome vitest pytest
ruff: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

mypy: $(DEV)
	$(BIN)/python -m mypy

tsc: $(NODE)
	cd pwa && npm run --silent typecheck

biome: $(NODE)
	cd pwa && npm run --silent lint

vitest: $(NODE)
	cd pwa && npm run --silent test -- --reporter=default \
		--reporter=junit --outputFile.junit=../.reports/vitest.xml

pytest: $(DEV) $(COMPILED) $(APP) chromium libical
	$(BIN)/python -m pytest -n 2 --dist worksteal --junit-xml=.reports/pytest.xml

.PHONY: chromium libical sabre
chromium libical sabre:
	@.ci/$@
libical: chromium # one apt at a time

.PHONY: shared-data
shared-data:
	@test -n "$(ROUNDS_SHARED)" || { echo "ROUNDS_SHARED is not set: it names the folder with" \
		"the published instances (benchmarks/) and the real input (data/)." >&2; exit 1; }
	@test -d "$(ROUNDS_SHARED)" || { echo "ROUNDS_SHARED is $(ROUNDS_SHARED):" \
		"there is no such folder." >&2; exit 1; }

# Set-up.

$(RUNTIME): requirements.lock pyproject.toml .ci/python
	@python=$$(.ci/python) && echo "Setting up .venv with $$python (a minute the first time) ..." \
		&& { test -x $(BIN)/python || "$$python" -m venv .venv; }
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-index --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	@echo "Installing what the tests need ..."
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

# Compiled at their first call otherwise, while somebody waits for a plan.
$(COMPILED): $(RUNTIME) routing/compiled.py $(KERNELS)
	@echo "Compiling the planner (a minute the first time) ..."
	@$(BIN)/python -m routing compile
	@touch $@

$(BENCH): requirements-bench.lock $(DEV)
	@echo "Installing the engines we are measured against ..."
	@$(PIP) --require-hashes -r requirements-bench.lock
	@touch $@

$(NODE): pwa/package-lock.json pwa/.npmrc
	@.ci/node
	@echo "Installing pwa/node_modules ..."
	@cd pwa && npm ci --loglevel=error
	@touch $@

$(APP): $(NODE) $(APP_SOURCES)
	@echo "Building the app ..."
	@cd pwa && npm run --silent build
	@touch $@
