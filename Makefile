# AutoCFDI: `make demo` shows the product, `make test` proves it. Everything else hangs on these.
# A new machine needs Python 3.11 or newer and make; the rest is installed into .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(BIN)/python manage.py

# Some images switch Python's bytecode off; then each of many processes compiles a thousand modules again.
unexport PYTHONDONTWRITEBYTECODE

PRODUCT := $(VENV)/.product
TOOLS   := $(VENV)/.tools

.PHONY: demo test check audit format bench clean chromium services-stop help

help:
	@echo "make demo   todo en marcha y un ticket facturado a la vista (ONCE=1: termina al acabar)"
	@echo "make test   la suite completa, con cobertura"
	@echo "make check  estilo, tipos, capas y plantillas"
	@echo "make audit  vulnerabilidades conocidas de lo instalado"
	@echo "make bench  mediciones; resultados en docs/benchmarks.md"

$(VENV)/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit("Se necesita Python 3.11 o 3.12") if not (3, 11) <= sys.version_info < (3, 13) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv

$(PRODUCT): requirements.txt | $(VENV)/bin/uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements.txt
	@touch $@

$(TOOLS): requirements-dev.txt requirements.txt | $(VENV)/bin/uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements-dev.txt
	@touch $@ $(PRODUCT)

chromium:
	@deploy/ensure_chromium.sh $(BIN)/python

demo: $(PRODUCT) chromium
	@DJANGO_ENV=demo PORTAL_ALLOW_PRIVATE_HOSTS=on $(RUN) demo $(if $(ONCE),--once)

test: $(TOOLS) chromium
	$(BIN)/python -W "ignore:Unable to activate pytest" -m slipcover -m pytest -n 2 --dist loadgroup $(ARGS)
	@$(if $(ARGS),,$(BIN)/python -m tests.covered)

check: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	git ls-files -z -- 'templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2 --check
	$(BIN)/djlint templates --lint --quiet

audit: $(TOOLS)
	@$(BIN)/python deploy/audit_dependencies.py

format: $(TOOLS)
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .
	git ls-files -z -- 'templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2 || true

bench: $(TOOLS) chromium
	$(BIN)/python -m tests.benchmarks $(ARGS)

services-stop:
	@$(RUN) services stop

clean: services-stop
	rm -rf $(VENV) .local .pytest_cache .mypy_cache .ruff_cache htmlcov staticfiles
