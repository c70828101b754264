#!/usr/bin/env bash
# Stops the PostgreSQL that `start.sh DIR` started and removes its folder. Says nothing and succeeds where none runs.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: stop.sh DIR" >&2; exit 2; }
[ -e "$1" ] || exit 0
dir=$(readlink -f -- "$1")
[ -f "$dir/data/PG_VERSION" ] || { echo "postgres: $1 is no folder of start.sh" >&2; exit 2; }

# The number in the file is trusted only while it is a server of this very folder.
is_ours() { tr '\0' '\n' <"/proc/$1/cmdline" 2>/dev/null | grep -Fxq -- "$dir/data"; }
pid=$(cat "$dir/pid" 2>/dev/null || true)
if [ -n "$pid" ] && is_ours "$pid"; then
  kill -INT "$pid"
  for _ in $(seq 1 100); do
    is_ours "$pid" || break
    sleep 0.1
  done
  if is_ours "$pid"; then
    kill -QUIT "$pid"
  fi
fi
rm -rf -- "$dir"
[ ! -L "$1" ] || rm -f -- "$1"
