import { readFileSync } from 'node:fs';

/**
 * A page that people write, with the parts between its marks made anew: `<!-- made by npm run docs: NAME -->` and
 * `<!-- end -->`, each on a line of its own.
 */
export function filledIn(path: string, parts: Readonly<Record<string, () => string[]>>): string {
  let text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  for (const [name, make] of Object.entries(parts)) {
    const begin = `<!-- made by npm run docs: ${name} -->\n`;
    const start = text.indexOf(begin) + begin.length;
    const end = text.indexOf('<!-- end -->', start);
    if (start < begin.length || end < 0) throw new Error(`${path} has no place for ${name}`);
    text = `${text.slice(0, start)}${make().join('\n')}\n${text.slice(end)}`;
  }
  return text;
}
