import type { Command } from '@commander-js/extra-typings';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { JobRequest } from '../gateway-client/gateway-client.ts';
import type { Act } from '../run-cli.ts';

interface Wording {
  summary: string;
  description: string;
  examples: string;
}

/** What a job is asked for; its state follows within seconds, which `watch` shows. */
const WORDINGS: Readonly<Record<JobRequest, Wording>> = {
  cancel: {
    summary: 'cancel a job',
    description: 'Ask a job to end as cancelled. What it runs is stopped; the answer does not wait for that.',
    examples: '  rhumbline cancel echo_test-5f1c7d2e9a3b4c60 && rhumbline watch echo_test-5f1c7d2e9a3b4c60',
  },
  pause: {
    summary: 'let a job start nothing new',
    description: 'Ask a job to start no new node and no new item until it is resumed. What runs goes on to its end.',
    examples: '  rhumbline pause raster_ingest-5f1c7d2e9a3b4c60',
  },
  resume: {
    summary: 'let a paused job go on',
    description: 'Let a paused job go on.',
    examples: '  rhumbline resume raster_ingest-5f1c7d2e9a3b4c60 && rhumbline watch raster_ingest-5f1c7d2e9a3b4c60',
  },
};

export function addJobRequests(program: Command, context: CliContext, act: Act): void {
  for (const [request, wording] of Object.entries(WORDINGS)) {
    addJobRequest(program, context, act, request as JobRequest, wording);
  }
}

function addJobRequest(program: Command, context: CliContext, act: Act, request: JobRequest, wording: Wording): void {
  program
    .command(request)
    .summary(wording.summary)
    .description(wording.description)
    .argument('<job-id>', 'the job')
    .option('--json', 'print what the gateway answered as one JSON document')
    .addHelpText('after', `\nExamples:\n${wording.examples}`)
    .action((jobId, { json }) =>
      act(async () => {
        const answer = await context.gateway().request(jobId, request);
        context.terminal.out(json ? JSON.stringify(answer, null, 2) : `Asked ${answer.job_id} to ${request}.`);
        return EXIT.ok;
      }),
    );
}
