#!/usr/bin/env bash
# PostgreSQL 17 with pgvector and Redis for the tests, on free loopback ports, with their data in temporary folders.
#
#   sudo bash test/support/services.sh install   what is missing (Debian 12 or later, once)
#   bash test/support/services.sh start          prints DATABASE_URL and REDIS_URL; nothing happens when they run already
#   bash test/support/services.sh stop
#
# Where the machine's own Debian has no PostgreSQL 17, a small Debian 13 tree is unpacked below the cache folder and PostgreSQL runs
# in it by chroot, which needs root. `source`d, the file gives services_install, services_start and services_stop.

SERVICES_CACHE="${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/deskhand"
# One set of servers per state folder: another folder, other servers.
SERVICES_STATE="${SERVICES_STATE:-$SERVICES_CACHE/services}"
SERVICES_TREE="$SERVICES_CACHE/postgresql-17"
SERVICES_PG_BIN=/usr/lib/postgresql/17/bin

services_say() { printf '%s\n' "$*" >&2; }

services_free_port() {
  # Below those that the system gives to whoever asks for any: nobody takes it while the server is made ready.
  node -e '
    const s = require("net").createServer();
    const listen = () => s.listen(15000 + Math.floor(Math.random() * 17000), "127.0.0.1");
    s.on("error", (e) => (e.code === "EADDRINUSE" ? listen() : process.exit(1)));
    s.on("listening", () => { console.log(s.address().port); s.close(); });
    listen()'
}

services_has_native_postgres() {
  [[ -x $SERVICES_PG_BIN/postgres && -f /usr/share/postgresql/17/extension/vector.control ]]
}

services_has_postgres_tree() {
  [[ -x $SERVICES_TREE$SERVICES_PG_BIN/postgres && -f $SERVICES_TREE/usr/share/postgresql/17/extension/vector.control ]]
}

# The mirror this machine's own apt takes Debian from.
services_debian_mirror() {
  local mirror
  # Read to the end: an early `head` would end apt with a broken pipe.
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | sed -n 1p)
  [[ -n $mirror ]] || { services_say 'apt on this machine knows no Debian mirror; PostgreSQL 17 cannot be installed.'; return 1; }
  printf '%s\n' "$mirror"
}

services_install() {
  [[ $(id -u) == 0 ]] || { services_say 'Installing packages needs root: sudo bash test/support/services.sh install'; return 1; }
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  command -v redis-server >/dev/null || apt-get install -y -qq --no-install-recommends redis-server >/dev/null
  services_has_native_postgres && return 0
  services_has_postgres_tree && return 0
  if [[ -n $(apt-cache -q0 madison postgresql-17-pgvector 2>/dev/null) ]]; then
    apt-get install -y -qq --no-install-recommends postgresql-17 postgresql-17-pgvector >/dev/null
    return 0
  fi
  apt-get install -y -qq --no-install-recommends debootstrap >/dev/null
  local mirror partial="$SERVICES_TREE.partial"
  mirror=$(services_debian_mirror)
  rm -rf "$partial"
  mkdir -p "$SERVICES_CACHE"
  if ! debootstrap --variant=minbase --include=postgresql-17,postgresql-17-pgvector trixie "$partial" "$mirror" >"$SERVICES_CACHE/debootstrap.log" 2>&1; then
    tail -n 30 "$SERVICES_CACHE/debootstrap.log" "$partial/debootstrap/debootstrap.log" >&2 2>/dev/null
    services_say 'PostgreSQL 17 could not be installed.'
    return 1
  fi
  rm -rf "$partial"/var/cache/apt/archives/*.deb
  # Complete or not there at all: an interrupted installation is never taken for a whole one.
  rm -rf "$SERVICES_TREE"
  mv "$partial" "$SERVICES_TREE"
}

# Runs a PostgreSQL program, never as root.
services_pg() {
  local program=$1
  shift
  if [[ -n $SERVICES_ROOT ]]; then
    chroot --userspec=postgres:postgres "$SERVICES_ROOT" "$SERVICES_PG_BIN/$program" "$@"
  elif [[ $(id -u) == 0 ]]; then
    runuser -u postgres -- "$SERVICES_PG_BIN/$program" "$@"
  else
    "$SERVICES_PG_BIN/$program" "$@"
  fi
}

# SERVICES_ROOT: where PostgreSQL's file system begins; empty for the machine's own.
services_find_postgres() {
  SERVICES_ROOT=
  if services_has_native_postgres; then return 0; fi
  if services_has_postgres_tree; then
    SERVICES_ROOT=$SERVICES_TREE
    [[ $(id -u) == 0 ]] && return 0
    services_say 'PostgreSQL 17 is in a folder that only root can run it from. Use sudo, or set DATABASE_URL and REDIS_URL to servers of your own.'
    return 1
  fi
  services_say 'PostgreSQL 17 with pgvector is not installed: sudo bash test/support/services.sh install'
  return 1
}

services_start_postgres() {
  local port=$1 password=$2 base folder
  # In the tree its own /var/tmp, which PostgreSQL can reach after the chroot.
  base=$(mktemp -d "$SERVICES_ROOT/var/tmp/deskhand-postgres.XXXXXX")
  printf '%s\n' "$base" >"$SERVICES_STATE/postgres.folder"
  folder=${base#"$SERVICES_ROOT"}
  printf '%s\n' "$password" >"$base/password"
  if [[ $(id -u) == 0 ]]; then chown -R "$(services_postgres_ids)" "$base"; fi
  services_pg initdb --pgdata="$folder/data" --username=deskhand --pwfile="$folder/password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --no-instructions >"$SERVICES_STATE/postgres.log" 2>&1 ||
    { cat "$SERVICES_STATE/postgres.log" >&2; return 1; }
  rm "$base/password"
  # fsync stays on: the tests prove that what was acknowledged is durable.
  cat >>"$base/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
max_connections = 200
shared_buffers = 256MB
maintenance_work_mem = 128MB
dynamic_shared_memory_type = mmap
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
checkpoint_timeout = 30min
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
CONF
  services_pg pg_ctl start --wait --timeout=180 --pgdata="$folder/data" --log="$folder/server.log" >/dev/null ||
    { cat "$base/server.log" >&2; return 1; }
}

services_postgres_ids() {
  awk -F: '$1 == "postgres" { print $3 ":" $4 }' "$SERVICES_ROOT/etc/passwd"
}

services_start_redis() {
  local port=$1 password=$2 base
  base=$(mktemp -d "${TMPDIR:-/tmp}/deskhand-redis.XXXXXX")
  printf '%s\n' "$base" >"$SERVICES_STATE/redis.folder"
  # The configuration comes by standard input: a password among the arguments would show in the list of processes.
  redis-server - >"$base/log" 2>&1 <<CONF
bind 127.0.0.1
port $port
requirepass $password
save ""
appendonly no
dir $base
pidfile $base/pid
daemonize yes
CONF
  local tries
  for ((tries = 0; tries < 600; tries++)); do
    if [[ -s $base/pid ]] && (: >"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then return 0; fi
    sleep 0.1
  done
  cat "$base/log" >&2
  services_say 'Redis did not start.'
  return 1
}

services_running() {
  local folder
  [[ -f $SERVICES_STATE/env && -f $SERVICES_STATE/postgres.folder && -f $SERVICES_STATE/redis.folder ]] || return 1
  folder=$(<"$SERVICES_STATE/postgres.folder")
  [[ -f $folder/data/postmaster.pid ]] && kill -0 "$(sed -n 1p "$folder/data/postmaster.pid")" 2>/dev/null || return 1
  folder=$(<"$SERVICES_STATE/redis.folder")
  [[ -s $folder/pid ]] && kill -0 "$(<"$folder/pid")" 2>/dev/null
}

# Starts both unless they run; sets and exports DATABASE_URL and REDIS_URL.
services_start() {
  if ! services_running; then
    command -v redis-server >/dev/null ||
      { services_say 'Redis is not installed: sudo bash test/support/services.sh install'; return 1; }
    services_find_postgres || return 1
    services_stop
    mkdir -p -m 700 "$SERVICES_STATE"
    local pg_port redis_port password
    pg_port=$(services_free_port)
    redis_port=$(services_free_port)
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    services_start_postgres "$pg_port" "$password" && services_start_redis "$redis_port" "$password" ||
      { services_stop; return 1; }
    (
      umask 077
      printf 'export DATABASE_URL=postgres://deskhand:%s@127.0.0.1:%s/postgres\n' "$password" "$pg_port"
      printf 'export REDIS_URL=redis://:%s@127.0.0.1:%s\n' "$password" "$redis_port"
    ) >"$SERVICES_STATE/env"
  fi
  # shellcheck disable=SC1091
  source "$SERVICES_STATE/env"
}

services_stop() {
  local folder
  if [[ -f $SERVICES_STATE/postgres.folder ]]; then
    folder=$(<"$SERVICES_STATE/postgres.folder")
    if [[ -f $folder/data/postmaster.pid ]] && services_find_postgres; then
      services_pg pg_ctl stop --mode=fast --wait --pgdata="${folder#"$SERVICES_ROOT"}/data" >/dev/null ||
        services_say 'PostgreSQL was not running any more.'
    fi
    rm -rf "$folder"
  fi
  if [[ -f $SERVICES_STATE/redis.folder ]]; then
    folder=$(<"$SERVICES_STATE/redis.folder")
    if [[ -s $folder/pid ]]; then
      kill "$(<"$folder/pid")" 2>/dev/null || services_say 'Redis was not running any more.'
    fi
    rm -rf "$folder"
  fi
  rm -rf "$SERVICES_STATE"
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  set -euo pipefail
  case ${1:-} in
    install) services_install ;;
    start)
      services_start
      cat "$SERVICES_STATE/env"
      ;;
    stop) services_stop ;;
    *)
      services_say 'Usage: bash test/support/services.sh install | start | stop'
      exit 2
      ;;
  esac
fi
