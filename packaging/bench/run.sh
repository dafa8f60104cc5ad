#!/bin/sh
# Holds Muster's speed against programs of the same kind from npm, on one core, the
# two in turn, by the processor time they take: a passport's PDF, drawn and signed,
# and the check of a passport from its text. Where there is no node, or npm cannot fetch the peers, it says so and ends.
#
#   packaging/bench/run.sh [ROUNDS]
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
rounds=${1:-3}

command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! (cd "$here" && npm install --no-save --ignore-scripts --no-audit --no-fund) >"$work/npm" 2>&1; then
	echo "bench: the peers could not be fetched from npm, so nothing is compared with them."
	exit 0
fi

one_core=
command -v taskset >/dev/null 2>&1 && one_core="taskset -c 0"

# ours PACKAGE BENCHMARK RUNS prints the milliseconds of processor time that one run
# takes, and leaves what the peer works on.
ours() {
	# shellcheck disable=SC2016,SC2086 # the $s are the inner shell's; a command of words
	$one_core sh -c '"$@" >/dev/null && times' ours "$work/$1.test" -test.run '^$' -test.bench "^Benchmark$2\$" \
		-test.cpu 1 -test.benchtime "$3x" -peer "$work" |
		tail -n 1 | awk -v runs="$3" -F '[ms ]+' '{ print (60 * $1 + $2 + 60 * $3 + $4) * 1000 / runs }'
}

# theirs SCRIPT prints the peer's.
theirs() {
	# shellcheck disable=SC2086
	$one_core node "$here/$1.mjs" "$work" | sed 's/.*"ms":\([0-9.]*\).*/\1/'
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

# compare WHAT PACKAGE BENCHMARK RUNS SCRIPT ASKED
compare() {
	(cd "$root/internal/$2" && go test -c -o "$work/$2.test" .)
	: >"$work/ours"
	: >"$work/theirs"
	round=0
	while [ "$round" -lt "$rounds" ]; do
		(cd "$root/internal/$2" && ours "$2" "$3" "$4") >>"$work/ours"
		theirs "$5" >>"$work/theirs"
		round=$((round + 1))
	done
	awk -v what="$1" -v a="$(median <"$work/ours")" -v b="$(median <"$work/theirs")" -v wanted="$6" -v n="$rounds" 'BEGIN {
		printf "bench: %s: Muster %.3f ms, the peer %.3f ms, %.1f times as fast (processor time, medians of %d; at least %d asked)\n", what, a, b, b / a, n, wanted
	}'
}

compare "a signed passport" document Signed 2000 passport 5
compare "a check from text, its device met before" passport Verify 20000 check 3
compare "a check from text, its device not met before" passport VerifyStranger 20000 check 3
