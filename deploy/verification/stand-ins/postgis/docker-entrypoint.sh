#!/bin/bash
# What the published image documents of its first start (hub.docker.com/_/postgres), as far as docker-compose.yml uses it:
# POSTGRES_PASSWORD_FILE, POSTGRES_INITDB_ARGS, and scripts in /docker-entrypoint-initdb.d on an empty volume.
set -euo pipefail

if [[ $(id -u) == 0 ]]; then
  chown postgres: "$PGDATA" && chmod 0700 "$PGDATA"
  install -d -o postgres /var/run/postgresql
  POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
  export POSTGRES_PASSWORD
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

if [[ ! -s "$PGDATA/PG_VERSION" ]]; then
  read -ra arguments <<<"${POSTGRES_INITDB_ARGS:-}"
  initdb --username=postgres --pwfile=<(echo "$POSTGRES_PASSWORD") "${arguments[@]}" -D "$PGDATA"
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
  for script in /docker-entrypoint-initdb.d/*.sh; do
    POSTGRES_USER=postgres PGPASSWORD=$POSTGRES_PASSWORD bash "$script"
  done
  pg_ctl -D "$PGDATA" -m fast -w stop
fi
unset POSTGRES_PASSWORD
exec "$@" -c "listen_addresses=*"
