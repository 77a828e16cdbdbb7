# Three images of one program: `service` (gateway, domain API, and what runs once), `migrations` (with pypgstac) and
# `worker` (with GDAL). Node runs the TypeScript as it stands: nothing is built but the folder of packages.

ARG NODE_IMAGE=docker.io/library/node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# The packages bring their native parts for every platform; this image is of one.
RUN npm ci --omit=dev --no-audit --no-fund \
 && cd node_modules/@temporalio/core-bridge/releases \
 && find . -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -rf {} +

FROM ${NODE_IMAGE} AS pgstac
ARG PYPGSTAC_VERSION=0.10.0
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3-venv \
 && python3 -m venv /opt/pypgstac \
 && /opt/pypgstac/bin/pip install --quiet --no-cache-dir --disable-pip-version-check "pypgstac[psycopg]==${PYPGSTAC_VERSION}"

FROM ${NODE_IMAGE} AS service
ENV NODE_ENV=production TZ=UTC
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY . .
USER node
# Node is process 1: it takes SIGTERM itself, and the programs that a worker starts end before it.
ENTRYPOINT ["node"]

FROM service AS migrations
USER root
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=pgstac /opt/pypgstac /opt/pypgstac
ENV PATH=/opt/pypgstac/bin:$PATH
USER node
CMD ["src/main/migrate.ts"]

FROM service AS worker
USER root
RUN apt-get update \
 && apt-get install -y --no-install-recommends gdal-bin \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o node -g node -m 0700 /var/lib/rhumbline
ENV MALLOC_ARENA_MAX=2
# A volume of each container's own: rasters lie there while they are worked on.
VOLUME /var/lib/rhumbline
USER node
# The memory that Node keeps follows what is alive: docs/operations.md.
CMD ["--max-semi-space-size=4", "--heap-growing-percent=50", "src/main/worker.ts"]
