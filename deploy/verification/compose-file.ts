import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { z } from 'zod';
import { ROOT } from './workshop.ts';

const schema = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      build: z.object({ target: z.string() }).optional(),
      healthcheck: z.unknown().optional(),
      restart: z.string(),
      profiles: z.array(z.string()).default([]),
    }),
  ),
});

export type ComposeFile = z.infer<typeof schema>;

export function readComposeFile(): ComposeFile {
  const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
  return schema.parse(load(text, { schema: CORE_SCHEMA.withTags(mergeTag) }));
}

/** The services that stay; the others run once and end. */
export function lastingServices({ services }: ComposeFile): string[] {
  return Object.entries(services).flatMap(([name, { restart }]) => (restart === 'unless-stopped' ? [name] : []));
}

/** The image that a stand-in is for, by what its name has in it. */
export function imageLike({ services }: ComposeFile, part: string): string {
  const found = Object.values(services).find(({ image }) => image.includes(`/${part}:`));
  if (found === undefined) throw new Error(`docker-compose.yml has no image ${part}`);
  return found.image;
}
