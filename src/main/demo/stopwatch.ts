import { duration } from '../../cli/format.ts';

/** How long each part of the demo took. */
export class Stopwatch {
  readonly #parts: [string, number][] = [];

  add(part: string, milliseconds: number): void {
    this.#parts.push([part, milliseconds]);
  }

  /** Runs a part and keeps its time, however it ends. */
  async time<T>(part: string, work: () => Promise<T>): Promise<T> {
    const began = Date.now();
    try {
      return await work();
    } finally {
      this.add(part, Date.now() - began);
    }
  }

  get total(): number {
    return this.#parts.reduce((sum, [, milliseconds]) => sum + milliseconds, 0);
  }

  lines(): string[] {
    const rows: [string, number][] = [...this.#parts, ['all in all', this.total]];
    return rows.map(([part, milliseconds]) => `  ${part.padEnd(20)} ${duration(milliseconds).padStart(11)}`);
  }
}
