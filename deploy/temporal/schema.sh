#!/bin/sh
# Brings Temporal's own two databases to the schema of the server's version. Safe to run again.
set -eu

SQL_PASSWORD=$(cat /run/secrets/temporal_database_password)
export SQL_PASSWORD

# The version table is the first thing that a new database gets.
bring() {
  tool="temporal-sql-tool --database $1"
  $tool setup-schema --version 0.0 >/dev/null 2>&1 || true
  $tool update-schema --schema-name "postgresql/v12/$2"
}

attempt=1
until bring temporal temporal && bring temporal_visibility visibility; do
  attempt=$((attempt + 1))
  [ "$attempt" -le 60 ] || exit 1
  echo 'The database is not ready; trying again.'
  sleep 5
done
