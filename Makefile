# Muster. `make` alone lists what it can do.
SHELL := /bin/sh
.DEFAULT_GOAL := help

VERSION := $(shell cat packaging/VERSION)
COMMIT := $(shell git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)
# Every text on the screen is set from the UI thread (migrated_fynedo), and a
# blinking cursor would cost a quarter of a core (no_animations); the toolkit's emoji
# would be read once for each style of type and cost 20 MB (no_emoji). Building and
# testing share these tags, so that nothing is compiled twice. The commit is stamped
# below: Go's own stamp fails in a checkout that another account owns.
TAGS := migrated_fynedo,no_animations,no_emoji
export GOFLAGS := $(strip $(shell go env GOFLAGS 2>/dev/null) -buildvcs=false -tags=$(TAGS))
STAMP := -X main.version=$(VERSION) -X main.commit=$(COMMIT)
FUZZTIME ?= 30s
ARGS ?=

##@ Use it
run: build ## set up, build and start Muster (no display: plays the demonstration)
	@if [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ] && [ "$$(uname -s)" = Linux ]; then \
		echo "There is no display here, so Muster plays its demonstration instead; see out/."; \
		$(MAKE) --no-print-directory demo; \
	else bin/muster $(ARGS); fi

build: ## set up and build bin/muster
	@sh packaging/setup.sh build
	go build -trimpath -ldflags '$(STAMP)' -o bin/muster ./app

demo: ## play an induction day and a passport’s life in the real window; leaves out/
	@sh packaging/setup.sh test
	@$(MAKE) --no-print-directory build
	bin/muster demo

##@ Try it
test: ## set up and run every test
	@sh packaging/setup.sh test
	go test -timeout 15m $(TESTFLAGS) ./...

short: ## the quick tests: no end-to-end day, no long runs
	@sh packaging/setup.sh build
	go test -short -timeout 5m $(TESTFLAGS) ./...

race: ## the tests under the race detector
	@sh packaging/setup.sh test
	go test -race -timeout 30m $(TESTFLAGS) ./...

check: ## format, vet, staticcheck, tidy, the builds without C and for a browser
	@sh packaging/setup.sh build
	@sh packaging/check.sh

fuzz: ## every fuzz target for FUZZTIME each (30s)
	@grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' app internal modules assets | \
	while IFS=: read -r file func; do \
		name=$${func#func }; echo "$${file%/*} $$name"; \
		go test -run '^$$' -fuzz "^$$name\$$" -fuzztime $(FUZZTIME) "./$${file%/*}" </dev/null || exit 1; \
	done

bench: ## the benchmarks of what a person waits for, and npm peers beside two
	@go test -run '^$$' -bench . -benchmem -timeout 30m $(TESTFLAGS) \
		$$(grep -rlE --include='*_test.go' '^func Benchmark' app internal modules assets | xargs -n1 dirname | sort -u | sed 's|^|./|')
	@sh packaging/bench/run.sh

##@ Look after it
golden: ## write the golden files anew; look at the difference before you commit
	@go test -timeout 15m \
		$$(grep -rlE --include='*_test.go' 'flag\.Bool\("update"' app internal modules assets | xargs -n1 dirname | sort -u | sed 's|^|./|') -update

release: ## a stripped, versioned program with its checksum in dist/
	@sh packaging/setup.sh build
	@sh packaging/release.sh '$(VERSION)' '$(STAMP)'

clean: ## remove bin/, out/ and dist/
	rm -rf bin out dist

help: ## this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

.PHONY: run build demo test short race check fuzz bench golden release clean help
