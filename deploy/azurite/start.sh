#!/bin/sh
# Blob storage over HTTPS that takes Entra ID tokens. Silent, because its access log has signatures in it. The account's key
# is random and told to nobody: nothing can come to rely on one.
set -eu
AZURITE_ACCOUNTS="devstoreaccount1:$(head -c 64 /dev/urandom | base64 | tr -d '\n')"
export AZURITE_ACCOUNTS
exec azurite-blob --blobHost 0.0.0.0 --blobPort 10000 --location /data --oauth basic \
  --cert /run/secrets/azurite_certificate --key /run/secrets/azurite_key \
  --silent --disableTelemetry --skipApiVersionCheck
