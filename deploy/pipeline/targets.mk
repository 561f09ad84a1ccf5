# What .github/workflows run besides lint and tests. The programs are docker, helm (or var/deploy-tools/helm) and cosign.
.PHONY: wagtail floors image built-image verify-built-image theme-image security compare-packages chart verify-chart verify-image canary roll-out roll-back smoke acceptance watch-slo release-notes cut-release

IMAGE ?= aixplore:local
THEME_IMAGE ?= aixplore-theme:local
RELEASE ?= aixplore
NAMESPACE ?= aixplore
TOOLS := var/deploy-tools
HELM = $(shell test -x $(TOOLS)/helm && echo $(TOOLS)/helm || echo helm)
# What a target cannot do without, so that none begins with half of it: $(call need,NAME,example).
need = $(or $(strip $($(1))),$(error Give $(1), such as make $@ $(1)=$(2)))
UPGRADE_CHART = $(HELM) upgrade $(RELEASE) deploy/chart --namespace $(NAMESPACE) --atomic --timeout 15m
BEFORE := var/revision-before
FLOOR_TESTS = $(addprefix tests/,cms/test_settings.py cms/test_operations.py cms/test_tracing.py content_api/test_solution_filters.py \
	content_api/test_facets.py content_api/test_executor.py deploy/test_monitoring.py)
# Rules that ruff checks in `make lint`, with a reason beside each exception. Bandit adds the others.
RUFF_HAS = B101,B105,B106,B108,B303,B308,B310,B311,B404,B603,B608,B611,B703

wagtail: setup ## Install another version of Wagtail into .venv: make wagtail VERSION='~=8.0.1'
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --upgrade "wagtail$(or $(VERSION),$(error Give VERSION='~=8.0.1'))"
	@$(BIN)/python -c 'import wagtail; print("Wagtail", wagtail.__version__)'

floors: setup ## Install the lowest versions that pyproject.toml allows into var/floors, and run tests of each part on them
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python var/floors
	@$(BIN)/uv pip install --quiet --python var/floors/bin/python --resolution lowest-direct --editable '.[test]'
	@var/floors/bin/python -m pytest -q $(or $(ARGS),$(FLOOR_TESTS))

image: ## Build the site's image with Docker as $IMAGE
	docker build --quiet --file deploy/Dockerfile --tag $(IMAGE) .

built-image: ## Build the site's image without Docker, with buildah and mmdebstrap, in var/image-store; needs root
	@deploy/image/build-without-docker var/image-store

verify-built-image: setup built-image ## Build it so, and run it: its size, its user, roles, what it serves, bad secrets; needs bubblewrap too
	@$(BIN)/python -m pytest -q -s tests/drills/test_built_image.py

theme-image: ## Build the website's image with Docker as $THEME_IMAGE, for pictures of $MEDIA_ORIGIN and, with $COLLECT_URL, visits
	docker build --quiet --file deploy/theme.Dockerfile --build-arg MEDIA_ORIGIN=$(or $(MEDIA_ORIGIN),$(error Name where pictures come from: MEDIA_ORIGIN=https://cms.example.org)) \
	--build-arg COLLECT_URL=$(COLLECT_URL) --tag $(THEME_IMAGE) .

security: setup ## Look for insecure code (bandit, our semgrep rules), known faults of packages, and secrets in commits; after make deploy-tools
	@$(TOOLS)/python/bin/bandit --quiet --recursive --skip $(RUFF_HAS) --exclude '*/tests/*' cms content_types graphql/content_api plugins deploy
	@PATH="$(TOOLS)/python/bin:$$PATH" semgrep scan --metrics=off --disable-version-check --quiet --error --exclude tests \
	--config deploy/pipeline/semgrep.yml cms content_types graphql/content_api plugins deploy
	@$(TOOLS)/python/bin/pip-audit --strict --disable-pip --require-hashes --requirement deploy/image/requirements.lock
	@cd themes/nextjs && npm audit --audit-level=high --omit=dev
	@$(TOOLS)/gitleaks git --config deploy/pipeline/gitleaks.toml --no-banner --redact .

compare-packages: ## How the packages of two images differ: make compare-packages OLD=aixplore:1 NEW=aixplore:2
	@mkdir -p var && for each in OLD:$(call need,OLD,aixplore:1) NEW:$(call need,NEW,aixplore:2); do \
	docker run --rm --entrypoint cat "$${each#*:}" /opt/site/sbom.cdx.json > "var/$${each%%:*}.cdx.json" || exit 1; done
	@python3 deploy/pipeline/compare_packages.py var/OLD.cdx.json var/NEW.cdx.json

chart: ## Package the chart in var/charts: make chart VERSION=1.2.0
	@$(HELM) package deploy/chart --version $(patsubst v%,%,$(call need,VERSION,1.2.0)) --app-version $(VERSION) --destination var/charts

verify-chart: setup ## Check the chart and the workflows alone
	@$(BIN)/python -m pytest -q tests/deploy/test_chart.py tests/deploy/test_kubeconform.py tests/deploy/test_deployment_page.py tests/deploy/test_workflows.py

verify-image: ## Fail unless our workflow signed $IMAGE (with its digest): make verify-image IDENTITY=https://github.com/OWNER/NAME/
	@cosign verify $(IMAGE) --certificate-identity-regexp '^$(call need,IDENTITY,https://github.com/OWNER/NAME/)' \
	--certificate-oidc-issuer https://token.actions.githubusercontent.com > /dev/null

canary: ## One instance of the image with $DIGEST among those of web, after its migrations
	@mkdir -p var && rm -f $(BEFORE)
	@set -o pipefail; $(HELM) history $(RELEASE) --namespace $(NAMESPACE) --output json \
	| python3 deploy/pipeline/find_revision.py > $(BEFORE)
	@$(UPGRADE_CHART) --reset-then-reuse-values --set deployments.canary.enabled=true \
	--set deployments.canary.image.digest=$(call need,DIGEST,sha256:…) --set migrate.image.digest=$(DIGEST)

roll-out: ## The image with $DIGEST everywhere, and with $THEME_DIGEST the website's, by the files in $VALUES; without an upgrade that works all stays as it was
	@$(UPGRADE_CHART) --install $(foreach file,$(call need,VALUES,my-values.yaml),--values $(file)) --set image.digest=$(call need,DIGEST,sha256:…) \
	$(if $(THEME_DIGEST),--set theme.image.digest=$(THEME_DIGEST))

roll-back: ## The revision before make canary
	@test -s $(BEFORE) || { echo "make canary changed nothing here, so there is nothing to go back to."; exit 1; }
	@$(HELM) rollback $(RELEASE) "$$(cat $(BEFORE))" --namespace $(NAMESPACE) --wait --timeout 15m

smoke: ## Ask a deployed site what visitors and editors need: make smoke SITE=https://cms.… WEBSITE=https://www.…
	@python3 deploy/pipeline/smoke.py $(call need,SITE,https://cms.example.org) $(WEBSITE)

acceptance: ## Use a deployed site as visitors, editors and machines do: EDITORIAL_KEY=aix_… make acceptance SITE=https://cms.… WEBSITE=https://www.… WITHOUT="collect"
	@python3 deploy/pipeline/acceptance.py $(call need,SITE,https://cms.example.org) $(if $(WEBSITE),--website $(WEBSITE)) $(if $(WITHOUT),--without $(WITHOUT))

watch-slo: ## Fail when a critical alert fires within SECONDS_LONG: make watch-slo PROMETHEUS=https://… SECONDS_LONG=600
	@python3 deploy/pipeline/watch_slo.py $(call need,PROMETHEUS,https://prometheus.example.org) $(or $(SECONDS_LONG),600)

release-notes: ## What CHANGELOG.md says of a version: make release-notes VERSION=1.2.0
	@python3 deploy/pipeline/release_notes.py $(call need,VERSION,1.2.0)

cut-release: ## Make “Unreleased” of CHANGELOG.md the section of a version: make cut-release VERSION=1.2.0
	@python3 deploy/pipeline/cut_release.py $(call need,VERSION,1.2.0)
