/** Specs that are made to keep a worker busy. Each compiles, since nothing in it can be evaluated before it runs, and takes what it can get. */
export const POISON: Readonly<Record<string, string>> = {
  'costly templates of items': spec(
    'each: { type: fan_out, source: "{{ range(3000) }}", key: "{{ item }}", on_failure: { tolerate: 100% },' +
      ' task: { handler: echo, params: { n: "{{ range(5000 + index * 0) | sort | unique | length }}" } } }',
  ),
  'templates of items beyond their limit': spec(
    'each: { type: fan_out, source: "{{ range(3000) }}", on_failure: { tolerate: 100% },' +
      ' task: { handler: echo, params: { n: "{{ range(100000 + index * 0) | reverse | sort | unique | join(\',\') | length }}" } } }',
  ),
  'costly templates of nodes': spec(
    ...Array.from(
      { length: 400 },
      (_, n) =>
        `n${n}: { handler: echo, params: { n: "{{ range(100000 + (job.id | length) * 0) | sort | length }}" } }`,
    ),
  ),
  'costly keys': spec(
    'each: { type: fan_out, source: "{{ range(100000) }}", key: "{{ (range(20 + item * 0) | sort | length) * 1000000 + item }}",' +
      ' task: { handler: echo, params: { n: 1 } } }',
  ),
  'items that all fail, again and again': spec(
    'each: { type: fan_out, source: "{{ range(2000) }}",' +
      ' task: { handler: echo, params: { fail_with: sorry }, retry: { max_attempts: 5, initial_delay: 10ms } } }',
  ),
};

function spec(...nodes: string[]): string {
  return `workflow_id: poison\nversion: 1\nnodes:\n${nodes.map((node) => `  ${node}`).join('\n')}\n`;
}
