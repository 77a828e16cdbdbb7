import { hasEnded } from '../../assets/states.ts';
import type { JobState } from '../../plan/job.ts';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { exitCodeOf, outcomeText } from '../outcome.ts';
import { followJobs } from '../progress/follow-jobs.ts';
import { SILENT_VIEW, viewFor } from '../progress/views.ts';

export interface ReplyOptions {
  wait?: true | undefined;
  json?: true | undefined;
}

interface Accepted {
  /** As the gateway gave it. */
  answer: object;
  /** The same for a person. */
  text: string;
  /** How the job stands: one of an earlier submission may have ended. */
  state: JobState;
  /** The id to follow it by. */
  follow: string;
  findJobId: () => Promise<string>;
}

/** Says that a submission was accepted and, where asked to, how its job ends. The exit code is that of the job as far as it is told. */
export async function tellAccepted(accepted: Accepted, options: ReplyOptions, context: CliContext): Promise<number> {
  const { terminal, signal } = context;
  const { answer, text, state, follow, findJobId } = accepted;
  if (!options.wait) {
    const whole = hasEnded(state) ? text : `${text}\nFollow it: rhumbline watch ${follow}`;
    terminal.out(options.json ? JSON.stringify(answer, null, 2) : whole);
    return exitCodeOf([accepted]);
  }
  if (!options.json) terminal.out(text);
  try {
    const view = options.json ? SILENT_VIEW : viewFor(terminal);
    const jobId = await findJobId();
    const jobs = (await followJobs(context.gateway(), [jobId], view, signal)).map(({ job }) => job);
    for (const job of jobs) {
      terminal.out(options.json ? JSON.stringify({ ...answer, job }, null, 2) : outcomeText(job, context));
    }
    return exitCodeOf(jobs);
  } catch (error) {
    if (!signal.aborted) throw error;
    terminal.err(`No longer waiting; the job goes on. Follow it: rhumbline watch ${follow}`);
    return EXIT.interrupted;
  }
}
