#!/bin/sh
# Finds what this machine lacks to build or to test Muster, and installs it where
# apt-get can. Where nothing is missing it says nothing and changes nothing.
#
#   packaging/setup.sh build    what `make build` and `make run` need
#   packaging/setup.sh test     that, and what `make test` and `make demo` need
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
set_name=${1:-build}

build_packages="gcc libc6-dev pkg-config libgl1-mesa-dev xorg-dev libxkbcommon-dev libwayland-dev ca-certificates"
test_packages="xvfb xauth x11-utils xdotool libgl1-mesa-dri poppler-utils zbar-tools qpdf openssl libnss3-tools"
build_why="the compiler and the headers of the graphics libraries, which the window is built with"
test_why="a virtual display with a mouse and keyboard to play the day on, readers to check its passport with, and tools of others to check the signature on its PDF"

# say writes a sentence for the person; stop writes it and ends the set-up.
say() { printf 'set-up: %s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

# older A B: version A comes before version B (1.24.0, 1.26rc1).
older() {
	awk -v a="$1" -v b="$2" 'BEGIN {
		split(a, x, /[^0-9]+/); split(b, y, /[^0-9]+/)
		for (i = 1; i <= 3; i++) if (x[i] + 0 != y[i] + 0) exit !(x[i] + 0 < y[i] + 0)
		exit 1
	}'
}

# check_go ends the set-up where Go is missing or older than go.mod asks for.
check_go() {
	need=$(sed -n 's/^go //p' "$root/go.mod")
	get="Install Go from https://go.dev/dl/, then run this again."
	command -v go >/dev/null 2>&1 || stop "Go is not installed; Muster needs Go $need or later. $get"
	# A Go that may fetch a newer one does so here, and then counts as new enough.
	if ! have=$(cd "$root" && go env GOVERSION 2>/dev/null); then
		have=$(cd / && go env GOVERSION 2>&1) || stop "Go is installed but does not start ($have). $get"
	fi
	have=${have#go}
	! older "$have" "$need" || stop "this is Go $have; Muster needs Go $need or later. $get"
}

# missing prints those of its arguments that are not installed, by one query.
missing() {
	# shellcheck disable=SC2016 # the ${…} are dpkg-query's own
	there=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
	for package in "$@"; do
		case "
$there
" in
		*"
installed $package
"*) ;;
		*) printf '%s ' "$package" ;;
		esac
	done
}

# as_root runs a command as root.
as_root() {
	if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# explain ends the set-up with what the log of a failed installation tells.
explain() {
	tail -n 5 "$log" >&2
	if grep -qE 'Could not get lock|Unable to lock|Unable to acquire' "$log"; then
		stop "another program is installing software. Wait until it has finished, then run this again."
	elif grep -qE 'resolv|Unable to connect|Could not connect|Failed to fetch|Network is unreachable|Unable to locate' "$log"; then
		stop "the packages could not be fetched: $1. Connect this machine to the network or to a mirror of its packages, then run this again."
	elif grep -qE 'password is required|terminal is required|not in the sudoers|not allowed to execute' "$log"; then
		stop "sudo was refused. Ask an administrator to run: apt-get install $1"
	fi
	stop "apt-get could not install $1. Its last words are above."
}

# install adds packages by apt-get.
install_packages() {
	if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
		stop "you are not root here and there is no sudo. Ask an administrator to run: apt-get install $*"
	fi
	say "installing $*."
	log=$(mktemp)
	trap 'rm -f "$log"' EXIT
	options="-q -y -o DPkg::Lock::Timeout=120 -o Acquire::Retries=2"
	# An update that fails is no reason to stop: the lists held may be enough.
	# shellcheck disable=SC2086 # the options are separate words
	as_root env DEBIAN_FRONTEND=noninteractive apt-get $options update >"$log" 2>&1 </dev/null || true
	# shellcheck disable=SC2086
	as_root env DEBIAN_FRONTEND=noninteractive apt-get $options --no-install-recommends install "$@" \
		>>"$log" 2>&1 </dev/null || explain "$*"
	say "installed."
}

# set_up_apt brings a Debian or Ubuntu up to what is asked for.
set_up_apt() {
	# shellcheck disable=SC2086 # lists of words
	build_lacks=$(missing git make $build_packages)
	test_lacks=
	# shellcheck disable=SC2086
	[ "$set_name" = build ] || test_lacks=$(missing $test_packages)
	[ -n "$build_lacks$test_lacks" ] || return 0
	[ -z "$build_lacks" ] || say "to build Muster this machine lacks ${build_lacks% }: $build_why."
	[ -z "$test_lacks" ] || say "to test Muster this machine lacks ${test_lacks% }: $test_why."
	# shellcheck disable=SC2086
	install_packages $build_lacks $test_lacks
}

# set_up_other looks for the same things where there is no apt-get, and tells.
set_up_other() {
	lacks=
	wanted="git make cc pkg-config"
	[ "$set_name" = build ] || wanted="$wanted Xvfb xauth xwininfo xdotool pdftoppm pdfsig zbarimg qpdf openssl certutil"
	for command in $wanted; do
		command -v "$command" >/dev/null 2>&1 || lacks="$lacks $command"
	done
	for library in gl x11 xcursor xrandr xinerama xi xxf86vm xkbcommon wayland-client; do
		pkg-config --exists "$library" 2>/dev/null || lacks="$lacks $library"
	done
	[ -z "$lacks" ] || stop "this system has no apt-get, so install these by its own means, then run this again:$lacks (on Debian: git make $build_packages $test_packages)."
}

# set_up_mac: the system brings its graphics; only the developer's tools can lack.
set_up_mac() {
	for command in git make cc; do
		command -v "$command" >/dev/null 2>&1 || stop "$command is missing. Run: xcode-select --install"
	done
	[ "$set_name" = build ] || command -v Xvfb >/dev/null 2>&1 ||
		stop "the tests and the demonstration play on a virtual X display, which this system lacks; run them on Debian or Ubuntu. 'make build' and 'make short' work here."
}

case $set_name in
build | test) ;;
*) stop "say what to set up: build or test." ;;
esac
check_go
case $(uname -s) in
Linux) if command -v apt-get >/dev/null 2>&1 && command -v dpkg-query >/dev/null 2>&1; then set_up_apt; else set_up_other; fi ;;
Darwin) set_up_mac ;;
*) stop "this script knows Linux and macOS. On Windows install Go, git and MSYS2 with mingw-w64-x86_64-gcc, then run: go build -o bin/muster.exe ./app" ;;
esac
