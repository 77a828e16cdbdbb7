import { parseDuration } from '../../plan/duration.ts';
import { type Fault, FaultError } from '../../plan/fault.ts';
import type { JsonObject, JsonValue } from '../../plan/json.ts';
import { TemplateError } from '../../plan/template/error.ts';
import { render, scopeOf } from '../../plan/template/evaluate.ts';
import { TIMEOUT_FAULTS } from '../../plan/timeout-fault.ts';
import type { FailSpec, ReplySpec } from '../file/schema.ts';
import { placeOf } from '../machine/job-record.ts';
import type { Contracts, Decision, Reply, StandIns, TaskAttempt, WorkflowRun } from '../machine/reply.ts';
import { findReplies, findUses, type Layer, type Replies, repliesIn } from './find-answer.ts';
import { TestFault } from './test-fault.ts';

export interface CannedAnswersOptions {
  /** Nearest first. */
  layers: readonly Layer[];
  contracts: Contracts;
  /** How far each list of answers has come, by its place in the file and the node or item; for all of a test. */
  positions: Map<string, number>;
  /** Of the job among those that are run: empty for the test's own. */
  job: string;
}

/** Takes the answers of a test's file for the world. */
export class CannedAnswers implements StandIns {
  private readonly options: CannedAnswersOptions;

  constructor(options: CannedAnswersOptions) {
    this.options = options;
  }

  task(call: TaskAttempt): Reply {
    const { node_id, handler, params, key, attempt } = call;
    const found = findReplies(this.options.layers, call);
    if (!found) throw this.missing(call);
    const scope = { params, key, attempt };
    const { reply, path } = this.next(found, placeOf(node_id, key));
    return this.replyOf(reply, path, scope, (output) => this.options.contracts.output(handler, output));
  }

  workflow({ node_id, key, inputs, attempt }: WorkflowRun): Reply | { kind: 'run'; standIns: StandIns } {
    const place = placeOf(node_id, key);
    const uses = findUses(this.options.layers, node_id, key);
    const canned = uses[0] && repliesIn(uses[0].answer, uses[0].path);
    if (canned) {
      const { reply, path } = this.next(canned, place);
      return this.replyOf(reply, path, { params: inputs, key, attempt }, (output) => output);
    }
    const inner = uses.flatMap(({ answer, path }): Layer[] =>
      Array.isArray(answer) ? [] : [{ answers: answer, path }],
    );
    const handlers = this.options.layers.map(
      ({ answers, path }): Layer => ({ answers: { handlers: answers.handlers }, path }),
    );
    const job = `${this.options.job}${place}/`;
    return { kind: 'run', standIns: new CannedAnswers({ ...this.options, layers: [...inner, ...handlers], job }) };
  }

  decision(node_id: string): Decision | undefined {
    const answer = findUses(this.options.layers, node_id, null)[0]?.answer;
    if (!answer || Array.isArray(answer) || answer.approved === undefined) return undefined;
    const { approved, by = 'tester', comment = null, takes } = answer;
    return { approved, by, comment, takes_ms: millisecondsOf(takes) };
  }

  /** The next of a list; the last one for all that follow. */
  private next({ replies, path }: Replies, place: string): { reply: ReplySpec; path: Replies['path'] } {
    const { positions, job } = this.options;
    const id = `${JSON.stringify(path)} ${job}${place}`;
    const position = Math.min(positions.get(id) ?? 0, replies.length - 1);
    positions.set(id, position + 1);
    const reply = replies[position] as ReplySpec;
    return { reply, path: replies.length > 1 ? [...path, position] : path };
  }

  private replyOf(
    reply: ReplySpec,
    path: Replies['path'],
    scope: JsonObject,
    enforced: (output: JsonValue) => JsonValue,
  ): Reply {
    const takes_ms = millisecondsOf(reply.takes);
    if (reply.fail !== undefined) return { kind: 'failure', takes_ms, ...failureOf(reply.fail) };
    if (reply.output === undefined) return { kind: 'silence', takes_ms, error: notTimedOut(reply, path) };
    try {
      return { kind: 'output', takes_ms, output: enforced(render(reply.output, scopeOf(scope))) };
    } catch (error) {
      if (error instanceof FaultError) throw new TestFault(error.fault.message, [...path, 'output']);
      if (error instanceof TemplateError)
        throw new TestFault(`The answer's template fails: ${error.message}`, [...path, 'output']);
      throw error;
    }
  }

  private missing({ node_id, key, handler, attempt }: TaskAttempt): TestFault {
    const item = key === null ? '' : ` for its item \`${key}\``;
    const where = this.options.job === '' ? '' : ` (of ${this.options.job.slice(0, -1)})`;
    const message =
      `The node \`${node_id}\`${where} called ${handler}${item}, attempt ${attempt}, and the test has no answer: ` +
      `give one under \`nodes: ${node_id}:\` or \`handlers: ${handler}:\`.`;
    return new TestFault(message, this.options.layers[0]?.path ?? []);
  }
}

function failureOf(fail: FailSpec): { fault: Fault; retryable: boolean } {
  if (typeof fail !== 'string') {
    const { code, message = `The answer fails with ${code}.`, retryable = true, detail } = fail;
    return { fault: { code, message, ...(detail && { detail }) }, retryable };
  }
  const timeout = Object.values(TIMEOUT_FAULTS).find(({ code }) => code === fail);
  const fault = timeout ?? { code: fail, message: `The answer fails with ${fail}.` };
  return { fault, retryable: fault !== TIMEOUT_FAULTS.SCHEDULE_TO_CLOSE };
}

function notTimedOut({ takes }: ReplySpec, path: Replies['path']): TestFault {
  const message = `The answer says only that it takes ${takes}, and nothing timed out by then: give \`output\` or \`fail\` too.`;
  return new TestFault(message, path);
}

function millisecondsOf(takes: string | undefined): number {
  return takes === undefined ? 0 : (parseDuration(takes) ?? 0);
}
