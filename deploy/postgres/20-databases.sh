#!/bin/bash
# Run once, by the database's image, on an empty volume: what only a superuser can do. The rest is done by the migrations.
set -euo pipefail

owner_password=$(cat /run/secrets/database_owner_password)
temporal_password=$(cat /run/secrets/temporal_database_password)

# Passwords go in by standard input, not by the command line.
psql -v ON_ERROR_STOP=1 --quiet --username "$POSTGRES_USER" --dbname postgres <<SQL
\set owner_password '$owner_password'
\set temporal_password '$temporal_password'
CREATE ROLE rhumbline_owner LOGIN CREATEDB CREATEROLE PASSWORD :'owner_password';
GRANT pg_signal_backend TO rhumbline_owner;
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
-- No role of ours has any business in these.
REVOKE CONNECT, TEMPORARY ON DATABASE postgres, template1 FROM PUBLIC;
CREATE DATABASE rhumbline OWNER rhumbline_owner;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
REVOKE CONNECT, TEMPORARY ON DATABASE temporal, temporal_visibility FROM PUBLIC;
REVOKE CONNECT ON DATABASE rhumbline FROM PUBLIC;
\connect rhumbline
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS unaccent;
-- Ways to write that table rights say nothing of, and locks by number, which the owner hands on to the roles that need them.
SELECT format('GRANT EXECUTE ON FUNCTION %s TO rhumbline_owner WITH GRANT OPTION', oid::regprocedure) FROM pg_proc
WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^pg_(try_)?advisory_(xact_)?lock(_shared)?$' \gexec
SELECT format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', oid::regprocedure) FROM pg_proc
WHERE pronamespace = 'pg_catalog'::regnamespace
  AND proname ~ '^(lo_creat|lo_create|lo_from_bytea|pg_logical_emit_message|pg_(try_)?advisory_(xact_)?lock(_shared)?)$' \gexec
SQL
