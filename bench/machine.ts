import { arch, cpus, release, type } from 'node:os';
import process from 'node:process';

/** What it was measured on. */
export function machine(): string {
  const [first] = cpus();
  return `${type()} ${release()} ${arch()}, ${cpus().length} × ${first?.model ?? 'an unknown processor'}, Node ${process.version}`;
}
