#!/bin/sh
# What a change must pass besides the tests. Each step runs whatever the one before
# it said; the last line names the steps that failed.
set -u
cd "$(dirname "$0")/.." || exit 1

gofumpt=mvdan.cc/gofumpt@v0.9.2
staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.6.1
govulncheck=golang.org/x/vuln/cmd/govulncheck@v1.1.4
failed=

# step NAME COMMAND…: runs it and remembers a failure.
step() {
	name=$1
	shift
	printf 'check: %s\n' "$name"
	"$@" || failed="$failed $name"
}

formatted() {
	files=$(go run "$gofumpt" -l app internal assets modules) || return
	[ -z "$files" ] && return
	printf 'not formatted; run: go run %s -w .\n%s\n' "$gofumpt" "$files"
	return 1
}

# without_c: all but the window's driver, the database and what joins them must
# build without a C compiler, and so must the tests of the frame and its parts, or
# they could not run where there is no graphics library. The pages' tests stand on
# the real database.
without_c() {
	go list -f '{{if .GoFiles}}{{.ImportPath}}{{end}}' ./app/... ./internal/... ./assets/... ./modules/... |
		grep -vE '^muster/app$|/sqlite$|/testkit$' >"$list"
	# shellcheck disable=SC2046 # one package a word
	CGO_ENABLED=0 go build $(cat "$list") &&
		CGO_ENABLED=0 go vet ./app/theme ./app/widget ./app/window
}

vulnerable() {
	go run "$govulncheck" ./... >"$list" 2>&1 && return
	code=$?
	if grep -q 'fetching vulnerabilities' "$list"; then
		echo "the vulnerability database cannot be reached from here, so this step was left out."
		return 0
	fi
	cat "$list"
	return $code
}

scripts() {
	if ! command -v shellcheck >/dev/null 2>&1; then
		echo "shellcheck is not installed, so this step was left out."
		return 0
	fi
	shellcheck packaging/*.sh packaging/bench/*.sh .ci/run
}

list=$(mktemp)
trap 'rm -f "$list"' EXIT
step gofumpt formatted
step vet go vet ./...
step staticcheck go run "$staticcheck" ./...
step tidy go mod tidy -diff
step wasm env GOOS=js GOARCH=wasm go build ./internal/passport ./internal/trust
step without-cgo without_c
step shellcheck scripts
step govulncheck vulnerable
if [ -n "$failed" ]; then
	printf 'check: failed:%s\n' "$failed"
	exit 1
fi
echo "check: all is well"
