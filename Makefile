# Each target sets up what it needs; nothing is done twice. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help run demo-channels test check train bench gateway dev engine system peers

# Set on some machines; without compiled bytecode Rasa starts half as fast.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPATH := $(CURDIR)

run: gateway engine ## start the shop: trains if needed, then Rasa, actions and gateway
	@exec .venv/bin/shopdesk run

demo-channels: dev engine ## start the shop with a Telegram and a Slack simulated on this machine
	@exec .venv/bin/python -m tests.fakes.demo

test: dev engine system peers train ## run every test, browser included (ARGS="-k words" for some)
	@.venv/bin/pytest $(ARGS)

check: dev ## ruff, mypy, import contracts, training examples, languages and the tests of the documents
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/mypy --python-version 3.10 -p engine
	.venv/bin/lint-imports --no-logo
	.venv/bin/python -m engine.lint
	.venv/bin/python -m engine.languages
	.venv/bin/pytest -q tests/ops/test_docs.py

train: engine ## train the model, unless one with the same inputs exists
	@engine/.venv/bin/python -m engine train

bench: dev engine train ## measure against stock Rasa; writes the table of docs/performance.md
	@.venv/bin/python -m bench

help: ## this list
	@echo "make TARGET, where TARGET is one of"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 16

# Set-up, each a step of the targets above.
gateway dev engine:
	@requirements/install $@

system:
	@requirements/system

# A Slack by others, from npm; its tests are skipped, and say so, where npm cannot be reached.
peers: dev
	@.venv/bin/python -m tests.fakes.emulate || echo "npm cannot be reached: the tests against emulate are skipped"
