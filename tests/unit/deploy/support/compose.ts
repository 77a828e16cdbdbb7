import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { z } from 'zod';

export const ROOT = resolve(import.meta.dirname, '../../../..');

const service = z.object({
  image: z.string(),
  build: z.object({ context: z.string(), target: z.string() }).optional(),
  entrypoint: z.array(z.string()).default([]),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  secrets: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  read_only: z.boolean().optional(),
  cap_drop: z.array(z.string()).default([]),
  restart: z.string().optional(),
});

const compose = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});

export type Service = z.infer<typeof service>;

const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');

/** The names in `${NAME}` and `${NAME:-default}`. */
export const INTERPOLATED = [...new Set([...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name))];

/** docker-compose.yml, with the defaults of what its user has not set. */
export const COMPOSE = compose.parse(withDefaults(load(text, { schema: CORE_SCHEMA.withTags(mergeTag) })));

export const DOCKERFILE = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');

/** Services that run our own code, by name, with the script in src/main that each starts. */
export function ownServices(): { name: string; service: Service; script: string }[] {
  return Object.entries(COMPOSE.services).flatMap(([name, each]) => {
    if (each.build === undefined) return [];
    const words = each.command ?? commandOf(each.build.target);
    const script = /^src\/main\/([a-z-]+)\.ts$/.exec(words.find((word) => word.startsWith('src/')) ?? '')?.[1];
    return [{ name, service: each, script: script ?? 'none' }];
  });
}

/** CMD of a stage of the Dockerfile. */
export function commandOf(target: string): string[] {
  const stage = DOCKERFILE.split(/^FROM /m).find((each) => each.split('\n')[0]?.endsWith(` AS ${target}`)) ?? '';
  return z.array(z.string()).parse(JSON.parse(/^CMD (\[.*\])$/m.exec(stage)?.[1] ?? '[]'));
}

/** As compose does it: in texts alone, after the YAML is read. */
function withDefaults(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\$\{[A-Z_]+(?::?-([^}]*))?\}/g, (_, fallback = '') => fallback);
  if (Array.isArray(value)) return value.map(withDefaults);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withDefaults(each)]));
}
