#!/bin/sh
# The server's configuration takes its password from the environment, which here comes from a file.
set -eu
TEMPORAL_DATABASE_PASSWORD=$(cat /run/secrets/temporal_database_password)
export TEMPORAL_DATABASE_PASSWORD
exec temporal-server --root /etc/rhumbline --config temporal --env production --allow-no-auth start
