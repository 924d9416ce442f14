# Every way to start, check and keep the registry. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test lint types fast messages lock clean backup restore bench bench-pages bench-evidence bench-certificates mutants soak-races soak-kep soak-campaign soak-conditions pictures diagrams

PORT ?= 8000
PYTHON_RUN := .venv/bin/python
TEST_ENV := SICIL_MODE=test SICIL_DATA=$(CURDIR)/var/test CELERY_BROKER_URL=memory://

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## the product with its demo on 127.0.0.1; PORT=8000 unless you say otherwise
	@exec bin/run $(PORT)

test: ## every check and every test; installs what they need
	@bin/setup --test
	@exec bin/check

lint: ## style, import layers, templates, missing migrations
	@bin/setup --test
	@exec bin/check lint

types: ## mypy
	@bin/setup --test
	@exec bin/check types

fast: ## tests of one place on SQLite, stopping at the first failure: make fast T=deadlines
	@bin/setup --test
	@bin/compile-messages
	@$(TEST_ENV) DATABASE_URL= $(PYTHON_RUN) -m pytest -x -q $(T)

messages: ## collect translatable texts into locale/ for tr and en
	@bin/setup
	@bin/manage makemessages --locale tr --locale en --ignore .venv --ignore var --add-location file
	@for po in locale/*/LC_MESSAGES/django.po; do msgcat --width=9999 --output-file=$$po $$po; done

lock: ## resolve pyproject.toml into the lock files; UPGRADE=1 raises what can be raised
	@bin/setup
	@bin/lock $(if $(UPGRADE),--upgrade)

backup: ## save the installation into a new folder: make backup DIR=…
	@test -n "$(DIR)" || { echo "make backup DIR=folder" >&2; exit 2; }
	@bin/setup
	@bin/manage backup "$(DIR)"

restore: ## bring back what `make backup` saved: make restore DIR=…
	@test -n "$(DIR)" || { echo "make restore DIR=folder" >&2; exit 2; }
	@bin/setup
	@bin/manage restore "$(DIR)"

bench: ## the measurements of docs/figures; ARGS="…" goes to bench/run.py
	@bin/setup --test
	@bin/compile-messages
	@$(TEST_ENV) bin/with-postgres $(PYTHON_RUN) -m bench.run $(ARGS)

bench-pages: ## how soon the main pages are seen in Chromium, and whether they hold still; writes docs/figures
	@bin/setup --test
	@bin/compile-messages
	@$(PYTHON_RUN) -m bench.seen $(ARGS)

bench-evidence: ## what is accepted and refused of the corpus of KEP evidence; writes docs/figures
	@bin/setup --test
	@$(PYTHON_RUN) -m bench.proofs $(ARGS)

bench-certificates: ## what is read from certificates in layouts that the reader has not seen; writes docs/figures
	@bin/setup --test
	@$(PYTHON_RUN) -m bench.certificates $(ARGS)

mutants: ## one-line bugs in guards and terms, each of which the tests must find; writes docs/figures
	@bin/setup --test
	@bin/compile-messages
	@$(PYTHON_RUN) -m bench.mutants $(ARGS)

soak-races: ## many more races than the suite runs, on PostgreSQL
	@bin/setup --test
	@bin/compile-messages
	@$(TEST_ENV) bin/with-postgres $(PYTHON_RUN) -m pytest -m soak tests/soak -k races

soak-kep: ## a worker killed 300 times while it sends notices, on PostgreSQL
	@bin/setup --test
	@bin/compile-messages
	@$(TEST_ENV) bin/with-postgres $(PYTHON_RUN) -m pytest -m soak tests/soak -k kep

soak-campaign: ## 200 firms are asked to sign a renewed agreement and half of them do, on PostgreSQL
	@bin/setup --test
	@bin/compile-messages
	@$(TEST_ENV) bin/with-postgres $(PYTHON_RUN) -m pytest -m soak tests/soak/test_campaign.py

soak-conditions: ## everything that can happen to conditions, in any order, for long: EXAMPLES=400
	@bin/setup --test
	@bin/compile-messages
	@$(TEST_ENV) DATABASE_URL= $(PYTHON_RUN) -m pytest -m soak tests/soak/test_conditions.py $(ARGS)

pictures: ## photograph the demo for the README; fails on a page that one would not show
	@bin/setup --test
	@$(PYTHON_RUN) -m tests.browser.pictures

diagrams: ## draw docs/lifecycle/ from the arrows
	@bin/setup
	@bin/manage draw_lifecycles

clean: ## remove .venv, caches and compiled files; the demo's data in var/ stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage* htmlcov staticfiles
	@find . -name var -prune -o \( -name __pycache__ -o -name '*.mo' \) -prune -exec rm -rf {} +
