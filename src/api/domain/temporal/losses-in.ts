import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { splitActivityId } from '../../../activities/runtime/news/attempt-teller.ts';
import { newsPlace } from '../../../activities/runtime/news/place.ts';
import type { News } from '../../../assets/record-news.ts';
import { isChunkActivity } from '../../../plan/chunk.ts';
import { faultOfFailure, millisecondsOf } from './fault-of-failure.ts';
import { eventsBackwards } from './history.ts';

/** A workflow task that waits so long finds no worker. */
const UNTOUCHED_MS = 3_000;
const MOST_EVENTS = 500;
/** Up to an activity that timed out: the start, the first workflow task (three), and what became of the activity (three). */
const FIRST_LOSS = 7;

type Event = Awaited<ReturnType<ReturnType<typeof eventsBackwards>['next']>>['value'] & object;

/**
 * Activities that timed out for good since the run was last told of anything: with their worker the run's own may be gone, and
 * then nobody else can tell.
 *
 * @param runId the job, or the used spec, that the run works for
 * @returns nothing of a run that a worker looks after
 */
export async function lossesIn(client: Client, run: WorkflowExecutionDescription, runId: string): Promise<News[]> {
  const waiting = run.raw.pendingWorkflowTask;
  const since = millisecondsOf(waiting?.originalScheduledTime ?? waiting?.scheduledTime);
  if (since === undefined || Date.now() - since < UNTOUCHED_MS) return [];
  // Of many that wait for their first worker none is read: the plan is in each of their histories.
  if (run.historyLength < FIRST_LOSS) return [];
  const { timedOut, others } = await readBack(client, run);
  return timedOut.flatMap((event) => newsOf(event, others, runId));
}

interface Read {
  timedOut: Event[];
  /** What they refer to, by event id. */
  others: ReadonlyMap<string, Event>;
}

async function readBack(client: Client, run: WorkflowExecutionDescription): Promise<Read> {
  const timedOut: Event[] = [];
  const others = new Map<string, Event>();
  const wanted = new Set<string>();
  let isNew = true;
  let read = 0;
  for await (const event of eventsBackwards(client, run)) {
    const id = String(event.eventId);
    if (event.workflowTaskCompletedEventAttributes) isNew = false;
    const attributes = event.activityTaskTimedOutEventAttributes;
    if (attributes && isNew) {
      timedOut.push(event);
      wanted.add(String(attributes.scheduledEventId)).add(String(attributes.startedEventId));
    }
    if (wanted.delete(id)) others.set(id, event);
    read += 1;
    if ((!isNew && wanted.size === 0) || read === MOST_EVENTS) break;
  }
  return { timedOut, others };
}

function newsOf(event: Event, others: Read['others'], runId: string): News[] {
  const { scheduledEventId, startedEventId, failure } = event.activityTaskTimedOutEventAttributes ?? {};
  const scheduled = others.get(String(scheduledEventId))?.activityTaskScheduledEventAttributes;
  const { activityId, activityType } = scheduled ?? {};
  if (!activityId) return [];
  const occurred_at = new Date(millisecondsOf(event.eventTime) ?? Date.now()).toISOString();
  const error = faultOfFailure(failure);
  const place = splitActivityId(activityId);
  if (isChunkActivity(activityType?.name ?? '')) {
    const ofFanOut = newsPlace(runId, { ...place, item_key: null });
    return [{ ...ofFanOut, kind: 'lost', error, resumed_at: null, occurred_at }];
  }
  const attempt = others.get(String(startedEventId))?.activityTaskStartedEventAttributes?.attempt ?? 1;
  return [{ ...newsPlace(runId, place), kind: 'attempt_failed', attempt, error, occurred_at }];
}
