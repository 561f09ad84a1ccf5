# Every task of the project. `make help` lists them.
SHELL := bash
PYTHON ?= $(shell for each in python3.13 python3.12 python3.11 python3; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$each; break; }; done)
PYTHON_READY = test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found. Install one, or name it: make $(MAKECMDGOALS) PYTHON=…"; exit 1; }
VENV ?= .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python manage.py
PARALLEL = -n $(WORKERS) --dist loadscope --no-loadscope-reorder
SLOWEST = --durations=30 --durations-min=5
PORT ?= 8000
THEME_PORT ?= 3000
NODE_READY = node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 9) ? 0 : 1)' 2>/dev/null
THEME_PACKAGES = { test node_modules/.package-lock.json -nt package-lock.json || npm ci --ignore-scripts --no-audit --no-fund --silent; }
NODE_MISSING = Node.js 20.9 or newer is needed and was not found: install it from nodejs.org or with your system's packages.
WORKERS ?= $(shell cores=$$(nproc 2>/dev/null || echo 2); echo $$((cores < 2 ? 2 : cores > 8 ? 8 : cores)))
COMPILE = $(BIN)/uv pip compile --quiet $(if $(UPGRADE),--upgrade) --universal --python-version 3.11 \
	--generate-hashes --no-strip-extras --no-emit-index-url --custom-compile-command "make lock"
export PORT
unexport PYTHONDONTWRITEBYTECODE # compiling all modules again takes longer than running a file of tests

.DEFAULT_GOAL := help
.PHONY: help setup demo theme theme-test theme-types e2e bench-theme test test-alone test-together coverage lint fix schema graphiql analytics snapshot bench docs translations docs-site plugin search-servers check-generated fuzz verify verify-deploy capacity deploy-tools chart-schema dashboards ci lock clean

help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  \033[1m%-16s\033[0m %s\n", $$1, $$2}'

$(VENV)/ready: requirements-dev.lock pyproject.toml .ci/setup.py
	@$(PYTHON_READY)
	@$(PYTHON) .ci/setup.py $(VENV)
	@touch $@

$(BIN)/uv:
	@$(PYTHON_READY)
	@$(PYTHON) .ci/setup.py --only-uv $(VENV)

setup: $(VENV)/ready ## Make .venv with everything that the lock file names

demo: setup ## Start the demo at http://127.0.0.1:$PORT (default 8000), and its website at $THEME_PORT (3000) where Node.js is there; THEME=FOLDER is another theme, WITH_THEME=0 none
	@$(RUN) demo --port $(PORT) $(if $(filter 0,$(WITH_THEME)),,--theme-port $(THEME_PORT)) $(if $(THEME),--theme $(THEME))

theme: ## Build the Next.js theme and serve it at http://127.0.0.1:$THEME_PORT (default 3000); needs Node.js 20.9 or newer
	@$(NODE_READY) || { echo "$(NODE_MISSING)"; exit 1; }
	@cd themes/nextjs && $(THEME_PACKAGES) && npm run --silent build && npm run --silent start -- -H 127.0.0.1 -p $(THEME_PORT)

theme-types: ## Write the theme's types of operations from graphql/; needs Node.js
	@cd themes/nextjs && $(THEME_PACKAGES) && npm run --silent generate

theme-test: ## Check the theme's generated files and types and run its tests, where Node.js 20.9 or newer is there
	@if ! $(NODE_READY); then echo "The theme is not tested: $(NODE_MISSING)"; \
	elif ! (cd themes/nextjs && $(THEME_PACKAGES)); then echo "The theme is not tested: npm cannot install its packages."; \
	else cd themes/nextjs && npm run --silent check-generated && npm run --silent types && npm test --silent; fi

e2e: setup ## Run the tests of the website in a browser, the long ones too; needs Node.js 20.9 or newer and Chromium
	@$(NODE_READY) || { echo "$(NODE_MISSING)"; exit 1; }
	@cd themes/nextjs && $(THEME_PACKAGES)
	@$(BIN)/python -m pytest -q -m website $(or $(ARGS),tests/e2e)

test: setup ## Run all tests on PostgreSQL and Valkey of their own, or some: make test ARGS="tests/cms -k settings"
ifdef ARGS
	@$(BIN)/python -m pytest -m "not slow" $(ARGS)
else
	@$(MAKE) --no-print-directory theme-test
	@$(MAKE) --no-print-directory $(if $(DATABASE_URL)$(REDIS_URL),,--jobs=2 --output-sync=target) test-alone test-together
endif

# The tests that are alone with their database mostly wait, and the others take the time that they leave. Each part has
# servers of its own, unless some are given: then one part follows the other. Those whose time limits matter go first.
test-alone: setup ## Run the tests that are alone with their database; PART=… narrows them
	@$(BIN)/python -m pytest -q -m "alone and not slow" $(PARALLEL) $(SLOWEST) $(PART)

test-together: setup ## Run all other tests, with a lower priority; PART=… narrows them
	@nice -n 10 $(BIN)/python -m pytest -q -m "not alone and not slow" $(PARALLEL) $(SLOWEST) $(PART)

coverage: setup ## Run the tests that do not commit, and fail below 90 % of the lines
	@$(BIN)/python -m pytest -m "not alone and not slow" $(PARALLEL) --cov --cov-report=term

lint: setup ## Check style, types and import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy

fix: setup ## Format the code and fix lint errors
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

schema: setup ## Write graphql/schema.graphql and graphql/operations.json
	@$(RUN) graphql_schema
	@$(RUN) trusted_documents compile

graphiql: ## Rebuild GraphiQL from graphql/graphiql; needs Node.js 20 or newer
	@cd graphql/graphiql && npm ci --ignore-scripts --no-audit --no-fund && npm run --silent build

analytics: ## Rebuild the script of frontends and the admin's charts; needs Node.js 20 or newer
	@cd cms/analytics/frontend && npm ci --ignore-scripts --no-audit --no-fund && npm run --silent build

snapshot: setup ## Write the migrated database that the demo starts from
	@$(RUN) database_snapshot

docs: setup ## Write the generated pages of docs/reference
	@$(RUN) settings_reference
	@$(RUN) hooks_reference
	@$(RUN) plugin_api_reference
	@$(RUN) roles_reference
	@$(RUN) privacy_reference
	@$(RUN) limits --write

translations: setup ## Write the catalogues of translations from the texts that code and templates mark
	@$(RUN) translations

docs-site: setup ## Build the documentation site in var/docs-site; fail on a link that leads nowhere
	@$(RUN) docs_site

plugin: setup ## Write a new plugin whose own tests pass: make plugin name=reading_list
	@$(RUN) plugins new $(or $(name),$(error Name the plugin: make plugin name=reading_list))

search-servers: setup ## Fetch the search servers that tests use, and start each once; needs Maven and Java 17 and 21
	@$(BIN)/python -m tests.support.search_servers

check-generated: setup ## Fail when a generated file or a migration is out of date, or a migration would block a running site
	@$(RUN) graphql_schema --check
	@$(RUN) trusted_documents compile --check
	@$(RUN) settings_reference --check
	@$(RUN) hooks_reference --check
	@$(RUN) plugin_api_reference --check
	@$(RUN) roles_reference --check
	@$(RUN) privacy_reference --check
	@$(RUN) limits --check
	@$(RUN) translations --check
	@$(RUN) makemigrations --check --dry-run
	@$(RUN) blocking_migrations
	@$(RUN) database_snapshot --check

bench: setup ## Measure imports (of FILE; SCALE of the reviews), reads (AGAINST another checkout), search, plugins, ratings, floods, visits
	@$(RUN) migrate --verbosity 0
	@LOG_LEVEL=WARNING $(RUN) import_benchmark $(or $(FILE),tests/data/ai-packages-sample.csv)
	@LOG_LEVEL=WARNING $(BIN)/python -m tests.benchmarks.imports --scale $(or $(SCALE),1)
	@$(BIN)/python -m tests.benchmarks.reads $(if $(AGAINST),--against $(AGAINST))
	@$(BIN)/python -m tests.benchmarks.reads --tiers --write --only W1 W2 W3 W4 W5
	@$(BIN)/python -m tests.benchmarks.http_tiers
	@$(BIN)/python -m tests.benchmarks.growth
	@$(BIN)/python -m tests.benchmarks.web_process
	@$(BIN)/python -m tests.benchmarks.reads --kept --only W1 W2 W3 W4 W6 $(if $(AGAINST),--against $(AGAINST))
	@$(BIN)/python -m tests.benchmarks.search
	@$(BIN)/python -m tests.benchmarks.search_index
	@$(BIN)/python -m tests.benchmarks.events
	@LOG_LEVEL=WARNING $(BIN)/python -m tests.benchmarks.triggers
	@$(BIN)/python -m tests.benchmarks.read_path_files
	@$(BIN)/python -m tests.benchmarks.plugins
	@$(BIN)/python -m tests.benchmarks.ratings
	@LOG_LEVEL=ERROR $(BIN)/python -m cms.services run -- $(BIN)/python -m tests.benchmarks.keys
	@LOG_LEVEL=ERROR $(BIN)/python -m cms.services run -- $(BIN)/python -m tests.benchmarks.tokens
	@$(BIN)/python -m tests.benchmarks.admission
	@$(BIN)/python -m tests.benchmarks.flood
	@$(BIN)/python -m tests.benchmarks.ingest

capacity: setup ## Measure requests a second and core, memory and connections by role, and print what so many machines serve; OPTIONS are its own
	@env -u DATABASE_URL -u REDIS_URL $(BIN)/python -m tests.benchmarks.capacity $(OPTIONS)

bench-theme: setup ## Measure the website's pages beside an empty Next.js app, after an import of CATALOGUE; needs Node.js 20.9 or newer and Chromium
	@$(NODE_READY) || { echo "$(NODE_MISSING)"; exit 1; }
	@cd themes/nextjs && $(THEME_PACKAGES)
	@$(BIN)/python -m tests.benchmarks.website $(if $(CATALOGUE),--catalogue $(CATALOGUE))

ci: ## What a change must pass
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target lint check-generated docs-site
	@$(MAKE) --no-print-directory test

fuzz: setup ## Ask a server whatever the schema allows for a minute
	@$(BIN)/python -m tests.fuzzing

verify-deploy: setup ## Check deploy/ and .github/ with helm, kubeconform, kubernetes-validate, actionlint, hadolint, Compose, promtool and nginx where they are installed; kill workers, restart servers, let Prometheus alarm, start what the image holds
	@$(BIN)/python -m pytest -q -s -m "slow or alone" tests/deploy tests/drills/test_killed_worker.py tests/drills/test_behind_nginx.py tests/drills/test_prometheus.py tests/drills/test_image_environment.py tests/drills/test_acceptance.py

deploy-tools: setup ## Fetch the programs that verify-deploy asks into var/deploy-tools, by version; needs Go 1.24 or newer
	@$(BIN)/python -m tests.support.deploy_tools

chart-schema: setup ## Write the settings and secrets that the chart's values may have
	@PYTHONPATH=. $(BIN)/python deploy/build_chart_schema.py

dashboards: setup ## Write Grafana's dashboards, and that of the logs
	@$(BIN)/python deploy/grafana/build_dashboards.py
	@$(BIN)/python deploy/logging/build_dashboards.py

verify: ci coverage fuzz bench ## Run all checks, including the slow ones
	@$(BIN)/python -m pytest -m slow -q

lock: $(BIN)/uv ## Update the lock files; UPGRADE=1 takes the newest versions
	@$(COMPILE) pyproject.toml -o requirements.lock
	@$(COMPILE) pyproject.toml --extra dev -o requirements-dev.lock
	@$(COMPILE) pyproject.toml --extra opensearch --extra clickhouse --extra s3 --extra tracing -c requirements-dev.lock -o deploy/image/requirements.lock
	@$(COMPILE) deploy/image/build.in -c requirements-dev.lock -o deploy/image/build.lock

clean: ## Stop our servers; remove the virtual environment and all local data
	@test ! -e $(VENV)/ready || $(BIN)/python -m cms.services stop
	@rm -rf $(VENV) var .coverage* htmlcov .mypy_cache .ruff_cache .pytest_cache .hypothesis

include deploy/pipeline/targets.mk
