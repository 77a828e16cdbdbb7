import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { generatedFiles } from './render.ts';

const root = new URL('../../', import.meta.url);
for (const [path, text] of Object.entries(await generatedFiles())) {
  const file = new URL(path, root);
  await mkdir(dirname(file.pathname), { recursive: true });
  await writeFile(file, text);
}
