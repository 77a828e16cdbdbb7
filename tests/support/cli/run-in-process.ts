import { resolve } from 'node:path';
import { CONTRACTS, HANDLER_CATALOGUE } from '../../../src/activities/catalogue.ts';
import type { CliContext } from '../../../src/cli/context.ts';
import { runCli } from '../../../src/cli/run-cli.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';

const SPECS = resolve(import.meta.dirname, '../../../workflows');

export interface CliRun {
  exitCode: number;
  out: string;
  err: string;
}

/**
 * Runs the command in this process, with a terminal that keeps what is written; it is no screen.
 *
 * @param onOut is told what is written as it is written
 */
export async function runInProcess(
  args: readonly string[],
  given: Partial<CliContext> = {},
  onOut: (text: string) => void = () => {},
): Promise<CliRun> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    out: (text) => {
      out.push(text);
      onOut(text);
    },
    err: (text) => err.push(text),
    isScreen: false,
    columns: 100,
    style: (_, text) => text,
    live: () => {
      throw new Error('only a screen has a live area');
    },
  };
  const exitCode = await runCli(args, {
    version: '1.2.3',
    terminal,
    catalogue: async () => HANDLER_CATALOGUE,
    handlers: async () => ({ catalogue: HANDLER_CATALOGUE, contracts: CONTRACTS }),
    specsFolder: () => SPECS,
    signal: new AbortController().signal,
    gateway: () => {
      throw new Error('this command was to need no gateway');
    },
    storage: () => {
      throw new Error('this command was to need no storage');
    },
    jobPage: () => undefined,
    ...given,
  });
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
}
