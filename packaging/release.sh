#!/bin/sh
# release.sh VERSION LDFLAGS: the program for this system, stripped, as an archive
# that comes out the same byte for byte from the same commit and the same Go.
set -eu
cd "$(dirname "$0")/.."

name="muster-$1-$(go env GOOS)-$(go env GOARCH)"
when=$(git log -1 --format=%ct 2>/dev/null || echo 0)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/$name" dist
go build -trimpath -ldflags "-s -w $2" -o "$work/$name/muster" ./app
for file in README.md packaging/CHANGELOG.md; do
	[ ! -f "$file" ] || cp "$file" "$work/$name/"
done
tar -C "$work" --sort=name --mtime="@$when" --owner=0 --group=0 --numeric-owner -cf "$work/$name.tar" "$name"
gzip -9n <"$work/$name.tar" >"dist/$name.tar.gz"
(cd dist && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
echo "dist/$name.tar.gz"
cat "dist/$name.tar.gz.sha256"
