#!/bin/sh
# Prepares schemathesis, which nobody here wrote, in a Python environment of its own.
# Run it as often as you like; it does something only when something is missing.
# TVASTEG_TEST_DIR: where foreign programs for tests are kept (default: .test in the repository).
set -eu

packages="schemathesis==4.32.5"
repository=$(cd "$(dirname "$0")/../.." && pwd)
venv="${TVASTEG_TEST_DIR:-$repository/.test}/schemathesis-venv"

if [ "$(cat "$venv/installed" 2>/dev/null || true)" = "$packages" ] && "$venv/bin/st" --version >/dev/null 2>&1; then
    exit 0
fi

# Debian keeps `venv` in a package apart from Python.
if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "the API's tests need python3 with venv: apt-get install python3-venv" >&2
        exit 1
    fi
    apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends python3-venv
fi

rm -rf "$venv"
mkdir -p "$(dirname "$venv")"
python3 -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$packages"
echo "$packages" >"$venv/installed"
