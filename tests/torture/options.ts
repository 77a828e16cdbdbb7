import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

export const HELP = `Usage: npm run torture [-- OPTIONS]

Starts a stack of its own, lets clients submit, approve, reject, reprocess, retry, cancel, delete and restore at random through
the gateway, and kills the gateway, the domain API, the worker, PostgreSQL and Temporal at random meanwhile. Then it compares what
the clients were told with the database and with Temporal. Ends with 1 where something is not as it must be.

Options:
  --seed N       of everything that is chosen at random (a new one if not given; it is printed)
  --minutes N    how long, not counting the start and the settling (3)
  --clients N    at the same time (8)
  --assets N     that they share (12)
  --calm         kill nothing
  --out DIR      where the history goes, and the stack's logs where something is wrong (a new folder in the system's own for such)
  --help         this text

Examples:
  npm run torture -- --minutes 1
  npm run torture -- --seed 42 --clients 16`;

export interface Options {
  seed: number;
  minutes: number;
  clients: number;
  assets: number;
  calm: boolean;
  out: string | undefined;
}

/** @returns null where help is asked for. @throws Error that says what is wrong */
export function readOptions(args: string[]): Options | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args,
    options: { seed: text, minutes: text, clients: text, assets: text, out: text, calm: flag, help: flag },
  });
  if (values.help) return null;
  return {
    seed: wholeNumber('seed', values.seed, randomInt(2 ** 32), 0),
    minutes: positiveNumber('minutes', values.minutes, 3),
    clients: wholeNumber('clients', values.clients, 8, 1),
    assets: wholeNumber('assets', values.assets, 12, 1),
    calm: values.calm,
    out: values.out,
  };
}

function wholeNumber(name: string, text: string | undefined, fallback: number, least: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value >= 2 ** 32) {
    throw new Error(`--${name} must be a whole number of at least ${least}, not ${JSON.stringify(text)}.`);
  }
  return value;
}

function positiveNumber(name: string, text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text);
  if (value > 0 && value < 1_000) return value;
  throw new Error(`--${name} must be a number above 0, not ${JSON.stringify(text)}.`);
}
