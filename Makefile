# make help lists what there is. Nothing else to remember: what CI runs is what you run.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
export CGO_ENABLED ?= 0

GO      ?= go
BIN     := bin/writ
DEMO    ?= demo-out
VERSION ?= $(shell git describe --always --dirty 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X main.version=$(VERSION)

.PHONY: help build demo test soak lint fuzz bench mutate generate clean

help: ## what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

build: ## the one static binary, bin/writ
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $(BIN) ./cmd/writ

demo: build ## the main job on real input, explained while it runs; leaves demo-out/
	rm -rf $(DEMO)
	$(BIN) demo --out $(DEMO)

test: ## all tests (under ten minutes)
	$(GO) test -timeout 9m ./...

soak: ## long runs: kill at a thousand moments, ten minutes of demands
	WRIT_SOAK=1 $(GO) test -timeout 90m -count=1 -v -run 'Soak' ./...

lint: ## arrows between rooms, and the linters (the tools are built on first use)
	$(GO) vet ./...
	test -z "$$(gofmt -l $$(git ls-files '*.go'))"
	$(GO) tool -modfile=tools/go.mod go-arch-lint check
	$(GO) tool -modfile=tools/go.mod golangci-lint run ./...

FUZZTIME ?= 20s
fuzz: ## every fuzz target for FUZZTIME each
	@$(GO) list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./... | while read -r p; do \
	  for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz' || true); do \
	    echo "== $$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzzminimizetime 20x -fuzztime $(FUZZTIME) $$p; done; done

bench: ## figures beside a baseline measured in the same run
	$(GO) test -run '^$$' -bench . -benchmem -timeout 60m ./bench/... ./law/... ./records/... ./ledger/... ./strategy/... ./wire/... ./intercept/... ./role/... ./outside/...

MOST ?= 120
SEED ?= 11
mutate: ## takes each rule out of the packs, makes MOST changes of the code of scope, law and production (0: all, for a night), and lists what nothing noticed
	$(GO) run ./e2e/mutate/packs
	$(GO) run ./e2e/mutate -most $(MOST) -seed $(SEED) ./scope ./law ./production

clean: ## removes what make made
	rm -rf bin demo-out
