import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { RequestFault } from '../api/shared/problem.ts';
import { FaultError } from '../plan/fault.ts';
import { CliError } from './cli-error.ts';
import { addApiKey } from './commands/api-key.ts';
import { addApprove } from './commands/approve.ts';
import { addAssetChanges } from './commands/asset-changes.ts';
import { addAssets } from './commands/assets.ts';
import { addCompletion } from './commands/completion.ts';
import { addDecide } from './commands/decide.ts';
import { addGraph } from './commands/graph.ts';
import { addImport } from './commands/import.ts';
import { addJobRequests } from './commands/job-requests.ts';
import { addJobs } from './commands/jobs.ts';
import { addReject } from './commands/reject.ts';
import { addReprocess } from './commands/reprocess.ts';
import { addRetry } from './commands/retry.ts';
import { addRun } from './commands/run.ts';
import { addSchema } from './commands/schema.ts';
import { addStats } from './commands/stats.ts';
import { addStatus } from './commands/status.ts';
import { addSubmit } from './commands/submit.ts';
import { addTest } from './commands/test.ts';
import { addTimeline } from './commands/timeline.ts';
import { addUpload } from './commands/upload.ts';
import { addValidate } from './commands/validate.ts';
import { addWatch } from './commands/watch.ts';
import type { CliContext } from './context.ts';
import { EXIT, EXIT_HELP, SETTINGS_HELP } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** How a command's action hands over its exit code. */
export type Act = (action: () => Promise<number>) => Promise<void>;

const COMMANDS = [
  ...[addValidate, addTest, addGraph, addSchema, addImport],
  ...[addUpload, addSubmit, addRun, addStatus, addWatch, addTimeline, addStats],
  ...[addAssets, addJobs],
  ...[addJobRequests, addRetry, addDecide],
  ...[addApprove, addReject, addReprocess, addAssetChanges],
  addApiKey,
  addCompletion,
];

const ABOUT = 'Rhumbline: geospatial pipelines, written as YAML, run durably.';

/**
 * Runs the command that the arguments (without program and script) name.
 *
 * @returns the exit code; nothing is thrown
 */
export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  const { terminal, version } = context;
  const asJson = args.includes('--json');
  let exitCode: number = EXIT.ok;
  const program = createProgram(terminal, asJson).version(version, '--version', 'print the version of the software');
  for (const add of COMMANDS) {
    add(program, context, async (action) => {
      exitCode = await action();
    });
  }
  inheritSettings(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return tell(error, context, asJson);
  }
}

function createProgram(terminal: Terminal, asJson: boolean): Command {
  return new Command('rhumbline')
    .description(ABOUT)
    .exitOverride()
    .showHelpAfterError('(rhumbline COMMAND --help has examples)')
    .configureHelp({ helpWidth: Math.min(terminal.columns, 110) })
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      // As JSON the error comes by itself, in one document.
      writeErr: (text) => (asJson ? undefined : terminal.err(text.trimEnd())),
    })
    .addHelpText('after', `\n${EXIT_HELP}\n\n${SETTINGS_HELP}`);
}

/** Commands take over from the program how to exit and where to write to, and each tells of the exit codes. */
function inheritSettings(program: CommandUnknownOpts): void {
  for (const command of program.commands) {
    command.copyInheritedSettings(program).addHelpText('after', `\n${EXIT_HELP}`);
    inheritSettings(command);
  }
}

function tell(error: unknown, { terminal, signal }: CliContext, asJson: boolean): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.ok;
    if (asJson) terminal.out(errorJson('wrong_usage', error.message.replace(/^error: /, '')));
    return EXIT.usage;
  }
  if (signal.aborted) return EXIT.interrupted;
  const known = knownError(error);
  if (known === undefined) {
    terminal.err(`rhumbline has a fault; please report this:\n${error instanceof Error ? error.stack : error}`);
    return EXIT.bug;
  }
  if (asJson) terminal.out(errorJson(known.code, known.message, known));
  else terminal.err(errorText(known, terminal));
  return known.exitCode;
}

const EXIT_OF_FAULT: Readonly<Record<string, number>> = {
  invalid_blob_path: EXIT.usage,
  storage_unavailable: EXIT.unreachable,
};

function knownError(error: unknown): CliError | undefined {
  if (error instanceof CliError) return error;
  if (!(error instanceof FaultError)) return undefined;
  const { code, message } = error.fault;
  return new CliError(code, message, { exitCode: EXIT_OF_FAULT[code] ?? EXIT.refused, cause: error });
}

function errorText({ code, message, faults }: CliError, terminal: Terminal): string {
  const list = faults.map((fault) => `  ${placeOf(fault)} ${fault.code}: ${fault.message}`);
  return [`${terminal.style('red', code)}: ${message}`, ...list].join('\n');
}

/** `/spec:4:17`: of a text in the body, with line and column. */
function placeOf({ pointer, parameter, line, column }: RequestFault): string {
  const lineAndColumn = line === undefined ? '' : `:${line}:${column ?? 1}`;
  return `${pointer ?? parameter ?? ''}${lineAndColumn}`;
}

function errorJson(code: string, message: string, more?: CliError): string {
  return JSON.stringify(
    { error: { code, message, status: more?.status ?? null, errors: more?.faults ?? [] } },
    null,
    2,
  );
}
