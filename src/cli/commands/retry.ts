import type { Command } from '@commander-js/extra-typings';
import type { JsonValue } from '../../plan/json.ts';
import { usageError } from '../cli-error.ts';
import type { CliContext } from '../context.ts';
import type { RetryRequest } from '../gateway-client/gateway-client.ts';
import { append, readPairs } from '../inputs.ts';
import { readJson } from '../read-file.ts';
import type { Act } from '../run-cli.ts';
import { tellAccepted } from '../submit/tell-accepted.ts';

const EXAMPLES = `
The same job goes on as its next attempt. What completed is kept, down to the items of a fan-out: with nothing named,
all that did not complete runs. --node and --item run what is named again (and what depends on it), completed or not.
--output gives the output of a node, or of an item of a fan-out, by hand to get past it, which the job's trail says;
it needs the scope admin, and a key that is not bound to a platform.

Examples:
  rhumbline retry raster_ingest-5f1c7d2e9a3b4c60 --wait
  rhumbline retry raster_ingest-5f1c7d2e9a3b4c60 --node to_cog
  rhumbline retry tiles-5f1c7d2e9a3b4c60 --item each:tile-7 --item each:tile-9
  rhumbline retry echo_test-5f1c7d2e9a3b4c60 --output 'first={"echoed_params": {"message": "HI"}, "steps_taken": 1}'
  rhumbline retry echo_test-5f1c7d2e9a3b4c60 --output first=@first.json
  rhumbline retry tiles-5f1c7d2e9a3b4c60 --output each:tile-7=@tile-7.json`;

interface Flags {
  node?: string[] | undefined;
  item?: string[] | undefined;
  output?: string[] | undefined;
  wait?: true | undefined;
  json?: true | undefined;
}

export function addRetry(program: Command, context: CliContext, act: Act): void {
  program
    .command('retry')
    .summary('go on from where a job failed or was cancelled')
    .description('Go on from where a job failed or was cancelled, without running again what completed.')
    .argument('<job-id>', 'the job')
    .option('--node <id>', 'run this node again, and what depends on it (repeat for each)', append)
    .option('--item <node:key>', 'run this item of a fan-out again (repeat for each)', append)
    .option(
      '--output <node=value>',
      "a node's output (or an item's: node:key=value), as JSON or as @file (repeat for each)",
      append,
    )
    .option('--wait', 'follow the job to its end, and exit with 1 unless it completed')
    .option('--json', 'print what the gateway answered (with --wait, and the job) as one JSON document')
    .addHelpText('after', EXAMPLES)
    .action((jobId, flags) => act(() => retry(jobId, flags, context)));
}

async function retry(jobId: string, { node, item, output, ...options }: Flags, context: CliContext): Promise<number> {
  const body: RetryRequest = {
    ...(node && { nodes: node }),
    ...(item && { items: readItems(item) }),
    ...(output && (await readOutputs(output))),
  };
  const answer = await context.gateway().retry(jobId, body);
  const text = `Accepted: attempt ${answer.attempt} of ${answer.job_id}, ${answer.status}.`;
  const { job_id, status: state } = answer;
  const accepted = { answer, text, state, follow: job_id, findJobId: async () => job_id };
  return tellAccepted(accepted, options, context);
}

/** `node:key` each, by node; a key may have colons in it. */
export function readItems(items: readonly string[]): Record<string, string[]> {
  const found = new Map<string, string[]>();
  for (const text of items) {
    const [node, key] = splitItem('--item', text);
    found.set(node, [...(found.get(node) ?? []), key]);
  }
  return Object.fromEntries(found);
}

function splitItem(option: string, text: string): [node: string, key: string] {
  const at = text.indexOf(':');
  if (at < 1 || at === text.length - 1) throw usageError(`${option} takes NODE:KEY, not ${JSON.stringify(text)}.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** `node=value` or `node:key=value` each; no node has a colon in its name. */
async function readOutputs(pairs: readonly string[]): Promise<Pick<RetryRequest, 'outputs' | 'item_outputs'>> {
  const outputs = new Map<string, JsonValue>();
  const items = new Map<string, Record<string, JsonValue>>();
  for (const [name, text] of Object.entries(readPairs('--output', pairs))) {
    const value = text.startsWith('@') ? await readJson(text.slice(1)) : parse(name, text);
    if (!name.includes(':')) outputs.set(name, value);
    else {
      const [node, key] = splitItem('--output', name);
      items.set(node, { ...items.get(node), [key]: value });
    }
  }
  return {
    ...(outputs.size > 0 && { outputs: Object.fromEntries(outputs) }),
    ...(items.size > 0 && { item_outputs: Object.fromEntries(items) }),
  };
}

function parse(node: string, text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    throw usageError(`--output ${node}=… must be JSON, or @ and the name of a file that holds it.`);
  }
}
