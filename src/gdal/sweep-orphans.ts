import { hostname } from 'node:os';
import { bootId, processStartTime } from './process-identity.ts';
import { type ProcessRecord, readRecords } from './process-record.ts';

/**
 * Kills what is left of GDAL processes whose worker is gone, and forgets those that ended. For a worker's start-up.
 * A process is killed only if it is the very one that was recorded: same id, same start, same boot, same host.
 * @returns how many process groups were killed
 */
export async function sweepOrphans(scratchRoot: string): Promise<number> {
  const boot = await bootId();
  let killed = 0;
  for (const { record, remove } of await readRecords(scratchRoot)) {
    if (record.host !== hostname()) continue;
    if (record.boot_id === boot && (await isSame(record.worker_pid, record.worker_start_time))) continue;
    if (record.boot_id === boot && (await isSame(record.pid, record.start_time))) killed += killGroup(record);
    await remove();
  }
  return killed;
}

async function isSame(pid: number, startTime: string | null): Promise<boolean> {
  return startTime !== null && (await processStartTime(pid)) === startTime;
}

function killGroup({ pid }: ProcessRecord): number {
  try {
    process.kill(-pid, 'SIGKILL');
    return 1;
  } catch {
    return 0;
  }
}
