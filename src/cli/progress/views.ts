import type { Terminal } from '../terminal.ts';
import { changeLines, changesBetween } from './changes.ts';
import type { ProgressView, Snapshot } from './follow-jobs.ts';
import { jobLines } from './job-lines.ts';

/** What to call jobs, by their ids, where several are shown. */
export type JobNames = ReadonlyMap<string, string>;

/** Bars that are drawn again on a screen, else a line for each change. */
export function viewFor(terminal: Terminal, names: JobNames = new Map()): ProgressView {
  return terminal.isScreen ? screenView(terminal, names) : lineView(terminal, names);
}

const CLOCK_MS = 500;

function screenView(terminal: Terminal, names: JobNames): ProgressView {
  const live = terminal.live();
  const latest = new Map<string, Snapshot>();
  const draw = () => live.draw([...latest.values()].flatMap((each) => jobLines(each, Date.now(), terminal, names)));
  // Between changes, only how long things have taken is new.
  const clock = setInterval(draw, CLOCK_MS).unref();
  return {
    show: (snapshot) => {
      latest.set(snapshot.job.job_id, snapshot);
      draw();
    },
    done: () => {
      clearInterval(clock);
      live.done();
    },
  };
}

function lineView(terminal: Terminal, names: JobNames): ProgressView {
  const latest = new Map<string, Snapshot>();
  return {
    show: (snapshot) => {
      const { job_id } = snapshot.job;
      const name = names.get(job_id);
      const prefix = name === undefined ? '' : `${name}: `;
      for (const line of changeLines(latest.get(job_id), snapshot)) terminal.out(`  ${prefix}${line}`);
      latest.set(job_id, snapshot);
    },
    done: () => undefined,
  };
}

/** A JSON object a line for each change of a node or a job. */
export function jsonLinesView(terminal: Terminal): ProgressView {
  const latest = new Map<string, Snapshot>();
  return {
    show: (snapshot) => {
      for (const change of changesBetween(latest.get(snapshot.job.job_id), snapshot)) {
        terminal.out(JSON.stringify(change));
      }
      latest.set(snapshot.job.job_id, snapshot);
    },
    done: () => undefined,
  };
}

export const SILENT_VIEW: ProgressView = { show: () => undefined, done: () => undefined };
