#!/usr/bin/env bash
# Starts a private PostgreSQL for the tests and prints the URL of its superuser; `stop.sh DIR` ends it.
#   start.sh [--fsync on|off] DIR
# DIR must not exist. The server listens on 127.0.0.1 alone, on a free port, with a password drawn for it. With `--fsync off` (as without
# it) a crash of the machine may lose data: right for tests, wrong for measuring, which takes `--fsync on`.
# Exit 3: PostgreSQL is not installed (TVASTEG_POSTGRES_BIN names its folder where it is not /usr/lib/postgresql/N/bin).
set -euo pipefail
fail() { echo "postgres: $2" >&2; exit "$1"; }

fsync=off
while [ $# -gt 0 ]; do
  case $1 in
    --fsync) fsync=${2:-}; shift 2 || fail 2 "--fsync takes on or off" ;;
    -*) fail 2 "unknown option $1" ;;
    *) break ;;
  esac
done
case $fsync in on | off) ;; *) fail 2 "--fsync takes on or off" ;; esac
[ $# -eq 1 ] || fail 2 "usage: start.sh [--fsync on|off] DIR"
dir=$1
[ ! -e "$dir" ] || fail 2 "$dir exists already"

find_bin() {
  local candidate
  for candidate in "${TVASTEG_POSTGRES_BIN:-}" $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -Vr) "$(dirname -- "$(command -v initdb || echo /none/x)")"; do
    if [ -n "$candidate" ] && [ -x "$candidate/initdb" ] && [ -x "$candidate/postgres" ]; then
      echo "$candidate"
      return
    fi
  done
  return 1
}
bin=$(find_bin) || fail 3 "not installed (Debian: apt-get install postgresql)"

# PostgreSQL refuses to run as root, so root hands it to the user `postgres`, who must be able to reach the folder.
as=()
mkdir -p -- "$(dirname -- "$dir")"
if [ "$(id -u)" -eq 0 ]; then
  id postgres >/dev/null 2>&1 || fail 3 "there is no user postgres to run it as"
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  if ! "${as[@]}" test -x "$(dirname -- "$dir")"; then
    real=$(mktemp -d "${TMPDIR:-/tmp}/tvasteg-postgres.XXXXXX")
    ln -s "$real" "$dir"
  else
    mkdir -m 700 "$dir"
  fi
  dir=$(readlink -f -- "$dir")
  chown postgres:postgres "$dir"
else
  mkdir -m 700 "$dir"
fi
dir=$(readlink -f -- "$dir")

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
trap 'rm -f "$dir/password"' EXIT
(umask 077 && printf '%s\n' "$password" >"$dir/password")
[ ${#as[@]} -eq 0 ] || chown postgres:postgres "$dir/password"
cd "$dir"
"${as[@]}" "$bin/initdb" --pgdata="$dir/data" --username=tvasteg --pwfile="$dir/password" --auth=scram-sha-256 --encoding=UTF8 \
  --locale=C --no-sync >"$dir/initdb.log" 2>&1 || fail 1 "initdb failed: $(tail -n 3 "$dir/initdb.log")"
{
  echo "listen_addresses = '127.0.0.1'"
  echo "unix_socket_directories = ''"
  echo "max_connections = 300"
  echo "fsync = $fsync"
  echo "synchronous_commit = $fsync"
  echo "full_page_writes = $fsync"
} >>"$dir/data/postgresql.conf"

answers() { "$bin/pg_isready" -q -h 127.0.0.1 -p "$1" -d postgres; }
for _ in 1 2 3 4 5 6 7 8; do
  port=$((20000 + ($(od -An -N2 -tu2 /dev/urandom) % 12000)))
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
  setsid "${as[@]}" "$bin/postgres" -D "$dir/data" -p "$port" </dev/null >"$dir/server.log" 2>&1 &
  server=$!
  echo "$server" >"$dir/pid"
  for _ in $(seq 1 300); do
    kill -0 "$server" 2>/dev/null || continue 2 # the port was taken after all
    if answers "$port" && [ "$(head -n 1 "$dir/data/postmaster.pid" 2>/dev/null)" = "$server" ]; then
      echo "postgres://tvasteg:$password@127.0.0.1:$port/postgres"
      exit 0
    fi
    sleep 0.1
  done
  kill -QUIT "$server" 2>/dev/null || true
  break
done
fail 1 "did not start: $(tail -n 3 "$dir/server.log" 2>/dev/null)"
