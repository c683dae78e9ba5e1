# AzuraForge: every task of the repository in one place. `make` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help up test test-python test-dashboard test-servers test-stack lint types imports migrations openapi client \
        dashboard e2e bench migrate install install-dev ci clean

PYTHON ?= python3
VENV := .venv/bin
MYPY_ROOTS := packages/contracts/src packages/dbmodels/src packages/pipelines/src packages/analysis/src packages/client/src services/api/src services/worker/src examples/azuraforge-example-pipeline/src scripts bench

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*?## ' $(MAKEFILE_LIST) | awk -F ':.*?## ' '{printf "  \033[1m%-16s\033[0m %s\n", $$1, $$2}'

up: ## install what is missing, start everything and print the address (Ctrl-C stops it)
	@$(PYTHON) scripts/local/install.py --for up
	@exec $(VENV)/python scripts/local/up.py

test: test-python test-dashboard ## install what is missing and run the unit tests (Python and dashboard)

test-python: install-dev
	@$(VENV)/pytest -q -n 3 --dist loadfile -m "not slow"

test-dashboard: install-dev
	@cd dashboard && npm test --silent

test-servers: install-dev ## the data-layer and queue tests on a real PostgreSQL and Redis (their servers must be installed)
	@scripts/test_servers.sh

test-stack: install-dev ## run the documentation's Python and an installed plug-in on the running product
	@$(VENV)/pytest -q tests/stack -m slow

install: ## install what `make up` needs
	@$(PYTHON) scripts/local/install.py --for up

install-dev: ## install what tests and checks need
	@$(PYTHON) scripts/local/install.py --for test

lint: install-dev ## ruff, import rules, ESLint
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check .
	@$(VENV)/lint-imports
	@cd dashboard && npm run --silent lint

types: install-dev ## mypy strict and tsc strict
	@$(VENV)/mypy $(MYPY_ROOTS)
	@cd dashboard && npm run --silent typecheck

migrations: install-dev ## refuse tables that differ from what the migrations make
	@$(VENV)/python scripts/check_migrations.py

openapi: install-dev ## refuse a stale OpenAPI document or generated client
	@scripts/check_openapi.sh

client: install-dev ## write the OpenAPI document and the clients' types (dashboard, Python) from the API's code
	@$(VENV)/azuraforge openapi --out services/api/openapi.json
	@cd dashboard && npm run --silent api:types
	@$(VENV)/python scripts/client_models.py services/api/openapi.json --out packages/client/src/azuraforge_client/models.py

dashboard: install-dev ## build the dashboard
	@cd dashboard && npm run --silent build

e2e: install ## drive the real stack in Chromium (AZURAFORGE_CHROMIUM, default /usr/bin/chromium)
	@scripts/e2e.sh

bench: install-dev ## measure against plain libraries and bare handlers, ratios in one run
	@$(VENV)/python bench/run.py

migrate: install ## bring the configured database to the newest schema
	@$(VENV)/azuraforge migrate

ci: ## what CI runs
	@bash .ci/run

clean: ## remove what was installed and built (never the data in var/)
	@rm -rf .venv .venv-boot dashboard/node_modules dashboard/dist tests/e2e/node_modules
