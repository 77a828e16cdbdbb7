import { parentPort } from 'node:worker_threads';
import { HANDLER_CATALOGUE } from '../../../activities/catalogue.ts';
import { type Compiled, compile } from '../../../yaml-compiler/compile.ts';
import { firstOf, specsInFolder, specsOf } from '../../../yaml-compiler/uses/spec-sources.ts';

/** What a thread is asked: a spec that came over HTTP. */
export interface CompileTask {
  id: string;
  source: string;
  /** How diagnostics call it. */
  file: string;
  /** Specs that came with it, by id: it may use them. */
  others: Readonly<Record<string, string>>;
  /** Of the other specs that it may use. */
  directory: string;
}

/** Sent when a thread takes a task up: from then on its time is counted. */
export interface TaskBegun {
  begun: string;
}

/** How messages call the folder of the specs, wherever it is. */
const SHOWN = 'workflows';

/** What a thread does, by this name. */
export function compileTask({ id, source, file, others, directory }: CompileTask): Compiled {
  parentPort?.postMessage({ begun: id } satisfies TaskBegun);
  const specs = firstOf([specsOf(others, 'what was sent along'), specsInFolder(directory, SHOWN)]);
  return compile(source, { file, catalogue: HANDLER_CATALOGUE, specs });
}
