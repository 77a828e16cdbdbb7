import { defineSignal, setHandler } from '@temporalio/workflow';
import type { JobControl } from '../plan/execution/control.ts';
import { PAUSE, RESUME } from '../plan/job.ts';
import type { Children } from './effects/children.ts';

const pauseSignal = defineSignal(PAUSE);
const resumeSignal = defineSignal(RESUME);

/** Lets a run be paused and resumed from outside, with all that it has started. */
export function obey(control: JobControl, children: Children): void {
  // A run that goes on from one that was paused: what it starts is told. Before the signals, which may undo it.
  if (control.isPaused) void children.setPaused(true);
  setHandler(pauseSignal, () => control.pause());
  setHandler(resumeSignal, () => control.resume());
  control.listen((isPaused) => void children.setPaused(isPaused));
}
