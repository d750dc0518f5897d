# make setup | demo | test | quick: each sets up what is missing first; `make help` lists all.
.DEFAULT_GOAL := help
.PHONY: help setup demo test quick coverage gazebo test-gazebo campaign soak lint pictures lock clean
SHELL := /bin/bash
BIN := .venv/bin

# What `make coverage` asks of fleet_core and planner, in per cent of lines.
COVERAGE ?= 85
# Test processes at once; ROS tests each have a domain of their own.
JOBS ?= 2
# Further words for pytest: make test ARGS="-k layout -x"
ARGS ?=
# A file's tests stay in one process: fleets that they share are started once.
PYTEST = $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder
QUICK = --ignore=tests/ros --ignore=tests/hmi -m "not slow and not gazebo"

help: ## this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 20

setup: ## packages, .venv, ROS interfaces; does nothing when all is there
	@bash scripts/setup.sh

demo: setup ## the fleet on the bottling hall, with its HMI
	@exec $(BIN)/fleet demo

test: lint ## the checks and all tests but those in Gazebo
	QT_QPA_PLATFORM=offscreen $(PYTEST) -m "not gazebo" $(ARGS)

quick: lint ## the checks and the tests without ROS, Qt and what takes long
	$(PYTEST) $(QUICK) $(ARGS)

coverage: setup ## what the quick tests reach of fleet_core and planner; they take twice as long for it
	$(PYTEST) $(QUICK) --cov=fleet_core --cov=planner --cov-report=term:skip-covered --cov-fail-under=$(COVERAGE) $(ARGS)

gazebo: ## Gazebo 11 in a folder of its own, outside of this tree; needs root, once
	@bash sim_worlds/gazebo11.sh setup

test-gazebo: setup gazebo ## the scenes in a real Gazebo, one after another
	@bash sim_worlds/gazebo11.sh run gzserver --version | head -n 1
	$(BIN)/python -m pytest -m gazebo tests/gazebo $(ARGS) || { echo "once more, what has failed:"; \
		$(BIN)/python -m pytest -m gazebo --lf tests/gazebo $(ARGS); }

# What `make campaign` and `make soak` run: parts, share of a whole one, seed, minutes at most.
PARTS ?= kills,restarts,database,disk,messages,bursts,clocks
SHARE ?= 1.0
SEED ?= 1
MINUTES ?= 240
HOURS ?= 72

campaign: setup ## faults at random on whole fleets, for hours; a table of what came of it
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.campaign --parts $(PARTS) --share $(SHARE) --seed $(SEED) --minutes $(MINUTES)

soak: setup ## days of both plants with disturbances, simulated, and a picture of their memory
	@mkdir -p build/soak
	for plant in bottling_hall parts_warehouse; do \
		$(BIN)/python -m tests.campaign.soak $$plant --hours $(HOURS) --minutes $(MINUTES) --seed $(SEED) --json build/soak/$$plant.json || exit 1; done
	$(BIN)/python scripts/draw_soak.py build/soak/*.json

lint: setup ## style, types, layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/shellcheck -x scripts/*.sh sim_worlds/*.sh .ci/run

pictures: setup ## the pictures of docs/img, drawn anew
	@bash scripts/hmi_pictures.sh
	$(BIN)/python scripts/draw_rooms.py
	$(BIN)/python scripts/draw_plans.py
	$(BIN)/python scripts/draw_docking.py
	$(BIN)/python scripts/draw_local_planning.py

lock: ## the lock file anew, from what pyproject.toml pins
	@bash scripts/lock.sh

clean: ## removes .venv and everything built
	rm -rf .venv build install log *.egg-info fleet_ws/src/*/*.egg-info
