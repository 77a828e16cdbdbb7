import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { PayloadCodec } from '@temporalio/common';
import { openStorage } from '../../../src/main/client/open-storage.ts';
import { createDataConverter } from '../../../src/main/data-converter.ts';
import { processesWithMark } from '../../../src/main/stack/process-identity.ts';
import type { RunningStack } from '../../../src/main/stack/start-stack.ts';
import { codecOf, PAYLOADS } from '../data-converter.ts';
import { searchHistories } from './histories.ts';
import type { Samples } from './process-sampler.ts';
import { findSignatures } from './signatures.ts';
import type { Tally } from './tally.ts';

/**
 * Looks for signatures where none may be, while the stack still runs. Looking at nothing counts as a failure: of
 * Temporal histories there must be some where the suite is `complete`.
 */
export async function sweepForSignatures(
  stack: RunningStack,
  samples: Samples,
  { log, tally, complete }: { log: string; tally: Tally; complete: boolean },
): Promise<void> {
  const logs = [...readdirSync(stack.folder.logs).map((name) => join(stack.folder.logs, name)), log];
  tally.check(`no signature in ${logs.length} logs`, logs.flatMap(leaksOfLog));

  const seen = samples.programs.size === 0 ? ['no process was seen'] : [...samples.leaks];
  tally.check(`no signature in the process list (${samples.samples} looks, ${samples.programs.size} programs)`, seen);

  const address = `${stack.env.TEMPORAL_ADDRESS}`;
  const codec = await stackCodec(stack);
  const { histories, fetched, gone, leaks } = await searchHistories(address, `${stack.env.TEMPORAL_NAMESPACE}`, codec);
  tally.check(
    `no signature in ${histories} Temporal histories and ${fetched} payloads stored beside them (${gone} are gone)`,
    complete && histories === 0 ? ['there is none'] : leaks,
  );
}

/** By the stack's own identity, in a process that was started before it. */
async function stackCodec({ env }: RunningStack): Promise<PayloadCodec> {
  const store = await openStorage({
    storageUrl: `${env.RHUMBLINE_STORAGE_URL}`,
    storageCaFile: env.RHUMBLINE_STORAGE_CA_FILE,
    identityEndpoint: env.IDENTITY_ENDPOINT,
    identityHeader: env.IDENTITY_HEADER,
  });
  return codecOf(createDataConverter(store, PAYLOADS));
}

function leaksOfLog(path: string): string[] {
  return findSignatures(readFileSync(path, 'utf8')).map((excerpt) => `${path}: ${excerpt}`);
}

/**
 * After the stack whose folder this is has stopped: nothing that carries its mark may be left. What is, is ended; that is
 * the rule where tests were `interrupted`, since a test file that is broken off ends nothing that it has started.
 */
export function sweepForProcesses(stateDir: string, tally: Tally, interrupted: boolean): void {
  const left = processesWithMark(stateDir);
  const described = left.map((pid) => `pid ${pid}: ${commandOf(pid)}`);
  if (!interrupted) tally.check('no process of the stack or of the tests is left', described);
  for (const pid of left) kill(pid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
