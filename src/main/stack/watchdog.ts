import process from 'node:process';
import { text } from 'node:stream/consumers';
import { releaseLock, takeLock } from './lock.ts';
import { sweepOrphans } from './orphans.ts';
import { removeStackEnv } from './stack-env.ts';
import { openStateFolder } from './state-folder.ts';
import { STOPPED } from './stopped.ts';

/**
 * Lives as long as the stack that started it: its input is a pipe that only the stack holds, so it
 * ends when the stack does, however that came about. A stack that was killed could not clean up; this does.
 */
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined);

if ((await text(process.stdin)) !== STOPPED) {
  const folder = openStateFolder(process.argv[2] ?? '.rhumbline');
  // Fails where another stack was quicker; it has swept by itself then, and nothing here is ours any more.
  await takeLock(folder, 'watchdog');
  const ended = await sweepOrphans(folder);
  console.log(`The stack was killed. Ended: ${ended.join(', ') || 'nothing'}.`);
  removeStackEnv(folder);
  releaseLock(folder);
}
