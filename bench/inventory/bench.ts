import { execFile } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { freePorts } from '../../src/main/stack/ports.ts';
import type { BenchRun } from '../each.ts';
import { ServerProcesses } from '../http/server-processes.ts';
import { machine } from '../machine.ts';
import type { BenchResult } from '../run.ts';
import type { Listed } from './list-blobs.ts';

const SIZES = [10_000, 1_000_000] as const;

interface Row {
  blobs: number;
  ours: Listed;
  peer: Listed;
}

/** summarize_container over few and over many blobs, beside the storage's client alone. */
export async function benchInventory({ env, signal, report, only }: BenchRun): Promise<BenchResult> {
  const servers = new ServerProcesses();
  const rows: Row[] = [];
  try {
    const [port, healthPort] = (await freePorts(2)).map(String) as [string, string];
    const url = `https://127.0.0.1:${port}/account`;
    const listServer = join(import.meta.dirname, 'list-server.ts');
    const ports = { PORT: port, HEALTH_PORT: healthPort };
    await servers.start([process.execPath, listServer], { ...env, ...ports }, `http://127.0.0.1:${healthPort}`);
    for (const blobs of SIZES.filter((size) => String(size).includes(only))) {
      if (signal.aborted) break;
      report(`${blobs.toLocaleString('en')} blobs …`);
      const list = async (how: string): Promise<Listed> => {
        const args = [join(import.meta.dirname, 'list-blobs.ts'), how, url, `blobs-${blobs}`];
        const { stdout } = await promisify(execFile)(process.execPath, args, { env, signal });
        return JSON.parse(stdout);
      };
      rows.push({ blobs, ours: await list('ours'), peer: await list('peer') });
    }
  } finally {
    await servers.stop();
  }
  return { rows, table: formatTable(rows) };
}

function formatTable(rows: readonly Row[]): string {
  const lines = rows.map(({ blobs, ours, peer }) => {
    if (ours.count !== blobs || peer.count !== blobs) throw new Error(`${ours.count} and ${peer.count} of ${blobs}`);
    const ratio = (ours.seconds / peer.seconds).toFixed(2);
    const memory = `${ours.peak_mb.toFixed(0)} | ${peer.peak_mb.toFixed(0)}`;
    return `| ${blobs.toLocaleString('en')} | ${ours.seconds.toFixed(1)} | ${peer.seconds.toFixed(1)} | ${ratio} | ${memory} |`;
  });
  const head =
    '| blobs | summarize_container, s | the client alone, s | ratio | peak memory, MB | of the client alone |';
  return [head, '| --- | --- | --- | --- | --- | --- |', ...lines, '', machine()].join('\n');
}
