# Apus: the commands that people use. `make run` and `make test` install what they need on Debian 12.
SHELL := /bin/bash
VENV := .venv
PYTHON := $(VENV)/bin/python
BUILD := .build-test
KILLS ?= 20
SECONDS_EACH ?= 600
HEAVY := Simulation|FuzzTests
RATE ?= 20
# What shares the conformance tests. Most of them wait more than they compute, so that two cores take four as well.
WORKERS ?= 4
SEEDS ?= 2000
SOAK_KILLS ?= 1000
# The same flags for every product, so that none is compiled twice. Without the shared libraries of Swift a request
# costs a microsecond less, and the functions' archive needs nothing beside it. Colours are a compiler's flag like any
# other: with them in a terminal and without them in a pipe, each build would begin anew.
RELEASE := swift build -c release --static-swift-stdlib --no-color-diagnostics

.PHONY: run serve test check setup clients build build-tests swift-tests conformance torture soak bench fuzz \
	coverage models interfaces check-interfaces

## make run [RATE=20]: the server, durable on port 4566, the meter broker deployed on it, its market live in a table
run: build
	@echo "== Building the meter broker"
	$(RELEASE) --product meter-simulator
	$(RELEASE) --product meter-broker -Xlinker -s
	@PYTHON=$(PYTHON) Applications/MeterBroker/Tools/run.sh --rate $(RATE)

## make serve: the server alone
serve: build
	.build/release/apus serve --data ./.apus

## make test: everything that decides whether a change lands
test: setup clients build-tests check-interfaces swift-tests conformance
	@echo "All tests passed."

build: setup
	$(RELEASE) --product apus

setup:
	@Tools/setup.sh $(VENV)

clients: setup
	@Tools/setup-clients.sh $(VENV)

build-tests: setup
	@echo "== Building with tests"
	Tools/build-tests.sh $(BUILD)

swift-tests:
	@echo "== Swift tests"
	swift test --skip-build --scratch-path $(BUILD) --skip '$(HEAVY)'
	@echo "== Simulations and fuzzing, apart: they take every core"
	swift test --skip-build --scratch-path $(BUILD) --filter '$(HEAVY)'

conformance:
	@echo "== Real clients against the binary: boto3, AWS CLI, Go, PHP, Celery, Powertools, backups, kills"
	cd Conformance && PATH="$(CURDIR)/$(VENV)/bin:$$PATH" APUS_BINARY="$(CURDIR)/$(BUILD)/debug/apus" KILLS=$(KILLS) \
		../$(PYTHON) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations 15

## make torture KILLS=1000: kill the release build under load and audit every acknowledgement
torture: build
	$(PYTHON) Conformance/crash/torture.py --kills $(KILLS) --binary .build/release/apus
	$(PYTHON) Conformance/crash/torture_tables.py --kills $(KILLS) --binary .build/release/apus

## make soak [SEEDS=2000] [SOAK_KILLS=1000] [SECONDS_EACH=600]: what takes hours: simulations, kills, fuzzing
soak: setup build-tests
	APUS_SEEDS=$(SEEDS) swift test --skip-build --scratch-path $(BUILD) --filter Simulation
	$(MAKE) torture KILLS=$(SOAK_KILLS)
	$(MAKE) fuzz SECONDS_EACH=$(SECONDS_EACH)

## make bench: speed of the release build beside references measured in the same run
bench: build
	$(RELEASE) --product bare-server
	$(RELEASE) --product pattern-bench
	$(RELEASE) --product swift-function
	$(RELEASE) --product meter-simulator
	$(RELEASE) --product meter-broker -Xlinker -s
	@Tools/bench.sh $(PYTHON)

## make fuzz SECONDS_EACH=3600 [TARGET=policy]: feed every reader of foreign bytes under libFuzzer
fuzz: setup
	@Tools/fuzz.sh $(SECONDS_EACH) $(TARGET)

## make coverage: which operations of each service are there, and what tests them, in docs/coverage.md
coverage:
	python3 Tools/coverage.py

models:
	python3 Tools/apus-interface/extract.py

interfaces:
	python3 Tools/apus-interface/generate.py

## make check-interfaces: generated code is what the models give, and each operation that is there has a test
check-interfaces:
	python3 Tools/apus-interface/generate.py --check
	python3 Tools/coverage.py --check
