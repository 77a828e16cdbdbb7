/** What Jinja2 writes in several ways, written in the one that the language has: no space control, no comments, no keyword arguments. */
export function plainTemplate(source: string): string {
  return withoutKeywords(withoutSpaceControl(source.replace(/\{#[\s\S]*?#\}/g, '')));
}

/** `{{- x -}}` takes away the white space around it. Read as it stands it would be minus x. */
function withoutSpaceControl(source: string): string {
  return source.replace(/\s*\{\{-/g, '{{').replace(/-\}\}\s*/g, '}}');
}

const KEYWORDS: readonly [RegExp, string][] = [
  [/(\|\s*map\(\s*)attribute\s*=\s*/g, '$1'],
  [/(\|\s*join\(\s*)d\s*=\s*/g, '$1'],
  [/(\|\s*(?:d|default)\([^()]*,\s*)boolean\s*=\s*/g, '$1'],
];

function withoutKeywords(source: string): string {
  return KEYWORDS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), source);
}
