import { createRequire } from 'node:module';
import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** Where a command writes to. Results go out; what only a person wants goes to err. */
export interface Terminal {
  /** One or more lines of a result. */
  out(text: string): void;
  /** One or more lines of a message. */
  err(text: string): void;
  /** Whether results go to a screen, on which lines can be drawn again. */
  readonly isScreen: boolean;
  /** As wide as lines may be. */
  readonly columns: number;
  /** The text in colour where results go to a screen that has colours (NO_COLOR and FORCE_COLOR decide first). */
  style(style: Style, text: string): string;
  /** An area at the foot of the screen that is drawn again and again. Only where `isScreen`. */
  live(): LiveArea;
}

export interface LiveArea {
  draw(lines: readonly string[]): void;
  /** Leaves what was drawn last, and goes on below it. */
  done(): void;
}

const DEFAULT_COLUMNS = 100;

/** A terminal on a process's own streams. */
export function createTerminal(stdout: NodeJS.WriteStream, stderr: NodeJS.WriteStream): Terminal {
  return {
    out: (text) => stdout.write(`${text}\n`),
    err: (text) => stderr.write(`${text}\n`),
    isScreen: stdout.isTTY === true,
    get columns() {
      return stdout.columns ?? DEFAULT_COLUMNS;
    },
    style: (style, text) => styleText(style, text, { stream: stdout }),
    live: () => {
      // Most commands draw nothing, and it takes a while to load.
      const { createLogUpdate } = createRequire(import.meta.url)('log-update') as typeof import('log-update');
      const update = createLogUpdate(stdout);
      return { draw: (lines) => update(lines.join('\n')), done: () => update.done() };
    },
  };
}
