import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { type BoundedText, firstBytes, lastBytes } from './bounded-text.ts';
import { recordProcess } from './process-record.ts';

export interface ProcessSpec {
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd: string;
  stdin: string;
  signal: AbortSignal;
  /** Milliseconds. */
  timeout: number;
  /** Where the process is written down while it runs. */
  scratchRoot: string;
  onStdout?: (text: string) => void;
  /** Takes all of the standard output in place of `stdout`. */
  takeOutput?: (piece: Buffer) => void;
}

export interface ProcessEnd {
  code: number | null;
  exitSignal: NodeJS.Signals | null;
  stdout: BoundedText;
  stderr: BoundedText;
  timedOut: boolean;
}

const MAX_STDOUT = 32 * 1024 ** 2;
const MAX_STDERR = 64 * 1024;
/** A process that does not end on SIGTERM within this time gets SIGKILL. */
const GRACE = 2_000;

/** Runs a program in a process group of its own, without a shell, and waits for its end however it comes. */
export async function runProcess(spec: ProcessSpec): Promise<ProcessEnd> {
  spec.signal.throwIfAborted();
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = [firstBytes(MAX_STDOUT), lastBytes(MAX_STDERR)];
  const { takeOutput } = spec;
  if (takeOutput) child.stdout.on('data', takeOutput);
  else collect(child.stdout, stdout, spec.onStdout);
  collect(child.stderr, stderr);
  // A program that ends without reading all of its input closes the pipe; its exit code tells whether that was right.
  child.stdin.on('error', () => {});
  child.stdin.end(spec.stdin);
  const ended = new Promise<{ code: number | null; exitSignal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, exitSignal) => resolve({ code, exitSignal }));
  });
  const killing = killWhenTold(child.pid, spec);
  const recorded = child.pid === undefined ? undefined : recordProcess(spec.scratchRoot, child.pid);
  try {
    const end = await ended;
    return { ...end, stdout, stderr, timedOut: killing.timedOut() };
  } finally {
    killing.stop();
    await recorded?.then((forget) => forget()).catch(() => {});
  }
}

function collect(stream: Readable, into: BoundedText, onText?: (text: string) => void): void {
  stream.on('data', (chunk: Buffer) => {
    into.add(chunk);
    onText?.(chunk.toString('latin1'));
  });
}

function killWhenTold(pid: number | undefined, { signal, timeout }: ProcessSpec) {
  let timedOut = false;
  let lastResort: NodeJS.Timeout | undefined;
  const kill = () => {
    signalGroup(pid, 'SIGTERM');
    lastResort ??= setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE);
  };
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, timeout);
  signal.addEventListener('abort', kill, { once: true });
  return {
    timedOut: () => timedOut,
    stop: () => {
      clearTimeout(timer);
      clearTimeout(lastResort);
      signal.removeEventListener('abort', kill);
    },
  };
}

function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // It ended in the meantime.
  }
}
