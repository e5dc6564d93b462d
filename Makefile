# Two commands for a newcomer: `make run` (try it) and `make test` (prove it). Both do all of their own set-up.
# Needed beforehand: Python 3.11 or newer, and make. `make help` lists the rest.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

VENV := .venv
PYTHON := $(VENV)/bin/python
WORKERS ?= 2
MINUTES ?= 35
SEED ?= 1
# SYSTEM=no: nothing is installed outside .venv, not even as root.
SYSTEM ?= yes

# A step is done again when what it was made from has changed, or when the checkout has moved.
key = $(shell { echo $(CURDIR); cat $(1) 2>/dev/null; } | cksum | cut -d' ' -f1)
RUN := $(VENV)/.run-$(call key,requirements.lock)
DEV := $(VENV)/.dev-$(call key,requirements-dev.lock)
BROWSER := $(VENV)/.browser-$(call key,package-lock.json package.json hatch_build.py)
ifeq ($(and $(wildcard console/static/vendor/.stamp),$(wildcard node_modules/.package-lock.json)),)
.PHONY: $(BROWSER)  # somebody has swept
endif

# apt-get speaks only when it fails.
define APT
quietly() { log=$$(mktemp); "$$@" >$$log 2>&1 || { tail -20 $$log; return 1; }; }; export DEBIAN_FRONTEND=noninteractive; \
	quietly apt-get update && quietly apt-get install -y --no-install-recommends -o Acquire::Retries=3
endef

say = @printf '\n== %s\n'

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*##/  make \1 -/p' Makefile | sed 's/ -  */                 /; s/^\(.\{20\}\) */\1/'

# --- Trying it ---------------------------------------------------------------------------------------------------

run: $(RUN) $(BROWSER)  ## try it: a citizen's phone, an officer's phone and the console, on this machine only
	$(say) "Starting the demo. It lives in var/demo and talks to nobody outside this machine. Ctrl-C ends it."
	@exec $(PYTHON) -m bot demo

serve: $(RUN) $(BROWSER)  ## the real service, set up by the environment (docs/settings.md)
	@exec $(PYTHON) -m bot serve

setup: $(DEV) $(BROWSER)  ## all of the set-up and nothing else

# --- Proving it --------------------------------------------------------------------------------------------------

test: machine $(DEV) $(BROWSER) check  ## everything: the quick checks, then every test
	$(say) "Tests: $(WORKERS) at a time"
	@$(PYTHON) -m pytest -n $(WORKERS)

check: lint types  ## the quick checks: style, import layers, types

lint: $(DEV)  ## style (ruff) and import layers (import-linter)
	$(say) "Style"
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	$(say) "Import layers"
	@$(PYTHON) -c 'from importlinter.cli import lint_imports_command as main; main()'

types: $(DEV)  ## types (mypy --strict)
	$(say) "Types"
	@$(PYTHON) -m mypy

bench: $(DEV)  ## measure speed, on this machine
	$(say) "Measuring"
	@$(PYTHON) -m bench

soak: $(DEV) $(BROWSER)  ## the long proofs, at most an hour (MINUTES=35 SEED=1)
	$(say) "Everything that can break, for $(MINUTES) minutes and what takes its own time, then the long proofs"
	@$(PYTHON) -m tests.faults.soak --minutes $(MINUTES) --seed $(SEED)

# --- Keeping it --------------------------------------------------------------------------------------------------

docs: $(DEV)  ## make again the pages that are drawn from the code
	$(say) "Pages drawn from the code"
	@$(PYTHON) -m docs.generate

pictures: $(DEV) $(BROWSER)  ## make the README's pictures again, in a real browser
	$(say) "Pictures of the phone and of the console, out of the newcomer's first minute"
	@PICTURES=docs/pictures $(PYTHON) -m pytest tests/journeys

lock: $(DEV)  ## write down every version and hash again (UPGRADE=--upgrade: the newest ones)
	$(say) "Choosing versions"
	@$(LOCK) pyproject.toml --extra postgres --extra traces -o requirements.lock
	@$(LOCK) pyproject.toml --extra postgres --extra traces --extra dev -o requirements-dev.lock
	@$(LOCK) --group node -o requirements-node.lock

LOCK = $(VENV)/bin/uv pip compile --python-version 3.11 --universal --generate-hashes \
	--no-header --no-emit-index-url --quiet $(UPGRADE)

# --- The set-up, step by step ------------------------------------------------------------------------------------

$(PYTHON):
	$(say) "Making $(VENV)"
	@set -e; for each in python3.11 python3 python3.12 python3.13; do \
	  if $$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$each; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo 'Python 3.11 or newer is needed and was not found.'; exit 1; fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
	  if [ "$(SYSTEM)" != no ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo 'This Python lacks its venv module; installing it.'; \
	    $(APT) python3-venv; \
	  else \
	    echo 'This Python lacks its venv module. Install it, then try again:  apt-get install python3-venv'; exit 1; \
	  fi; \
	fi; \
	$$found --version; $$found -m venv --clear $(VENV)

INSTALL = $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes

$(RUN): | $(PYTHON)
	$(say) "Installing what the program needs (requirements.lock). The first time takes a minute or two."
	@$(INSTALL) -r requirements.lock
	@$(OURSELVES)
	@touch $@

$(DEV): | $(PYTHON)
	$(say) "Installing what the program and its tests need (requirements-dev.lock). The first time takes a minute or two."
	@$(INSTALL) -r requirements-dev.lock
	@$(OURSELVES)
	@touch $@ $(RUN)

# The project runs in place: its folder on Python's path, and the command `ess`. No build, nothing copied.
define OURSELVES
echo '$(CURDIR)' > "$$($(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/ess_help_me.pth"; \
printf '#!/bin/sh\nexec "$$(dirname "$$0")/python" -m bot "$$@"\n' > $(VENV)/bin/ess; chmod +x $(VENV)/bin/ess
endef

$(BROWSER): | $(PYTHON)
	$(say) "Fetching what the browser needs: htmx, Leaflet, a Thai font (package-lock.json)"
	@if ! command -v npm >/dev/null; then \
	  echo 'There is no npm here: installing one inside $(VENV).'; \
	  $(INSTALL) -r requirements-node.lock; \
	fi
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(PYTHON) hatch_build.py
	@touch $@

# What the tests need from the machine: root on Debian gets it, unless SYSTEM=no.
machine:
	@need=''; \
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || need="$$need chromium"; \
	command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need="$$need postgresql"; \
	[ -n "$$(fc-list :lang=th 2>/dev/null)" ] || need="$$need fonts-thai-tlwg"; \
	if [ -x /sbin/ldconfig ] && ! /sbin/ldconfig -p | grep -q libatomic.so.1; then need="$$need libatomic1"; fi; \
	if [ -z "$$need" ]; then exit 0; fi; \
	printf '\n== Not on this machine:%s\n' "$$need"; \
	if [ "$(SYSTEM)" = no ] || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
	  echo "Tests that need them will be left out, each by name. Debian and Ubuntu, as root: apt-get install$$need"; \
	else \
	  echo 'Installing them with apt-get. This takes a minute or two.'; \
	  $(APT) $$need || echo 'apt-get could not install them. Tests that need them will be left out, each by name.'; \
	fi

.PHONY: help run serve setup test check lint types bench soak docs lock machine
