import {
  type ActivateInput,
  type ConcludeActivationInput,
  type ConcludeActivationOutput,
  type Next,
  type WorkflowInternalsInterceptor,
  workflowInfo,
} from '@temporalio/workflow';

type Activation = ActivateInput['activation'];

/** No other activity has it. */
const SEQ = 2 ** 31;
const REASON =
  'This run was brought up for a query, past the last workflow task; it is brought up again from its history.';

/**
 * Keeps a run that was brought up by a query from going on.
 *
 * A query that meets no worker which holds the run (it has died, say) is sent with all of the history there is, also with events
 * that no workflow task has been started for yet. The SDK applies these too, by the time and in the slices of the query; the task
 * that follows goes on from there. A replay, which knows nothing of the query, has that task's time and all events at once, and
 * comes to other commands or to another order: "nondeterminism", and the run stands still for good.
 *
 * So what such an activation does gets a command before it that the server refuses. The query is answered; the task fails once
 * (an event in the history with the reason), with which the worker gives the run up, and the next attempt has it from the history.
 */
export class Unstarted implements WorkflowInternalsInterceptor {
  private last: Activation | undefined;
  private isUnstarted = false;

  activate(input: ActivateInput, next: Next<WorkflowInternalsInterceptor, 'activate'>): void {
    const { activation } = input;
    if (!isQuery(activation)) {
      this.isUnstarted ||= this.last !== undefined && hasGrownWithoutTask(this.last, activation);
      this.last = activation;
    }
    next(input);
  }

  concludeActivation(
    input: ConcludeActivationInput,
    next: Next<WorkflowInternalsInterceptor, 'concludeActivation'>,
  ): ConcludeActivationOutput {
    const { commands } = next(input);
    if (!this.isUnstarted) return { commands };
    this.isUnstarted = false;
    return { commands: [refused(), ...commands] };
  }
}

/** A task's start has a time of its own; a worker that replays has seen it start. */
function hasGrownWithoutTask(last: Activation, { isReplaying, historyLength, timestamp }: Activation): boolean {
  if (isReplaying || (historyLength ?? 0) <= (last.historyLength ?? 0)) return false;
  return String(timestamp?.seconds) === String(last.timestamp?.seconds) && timestamp?.nanos === last.timestamp?.nanos;
}

function isQuery({ jobs }: Activation): boolean {
  return (jobs ?? []).some(({ queryWorkflow }) => queryWorkflow);
}

/** Without a timeout no server takes an activity. */
function refused(): ConcludeActivationOutput['commands'][number] {
  const { taskQueue } = workflowInfo();
  return { scheduleActivity: { seq: SEQ, activityId: REASON, activityType: 'none', taskQueue } };
}
