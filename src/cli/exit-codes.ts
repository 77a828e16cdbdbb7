/** What the command's exit code tells a script. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  refused: 3,
  unreachable: 4,
  bug: 70,
  interrupted: 130,
} as const;

export const EXIT_HELP = `Exit codes:
  0  done
  1  a job failed or was cancelled, a spec has errors, a test of one failed, or an import lost something
  2  wrong usage: an unknown option, a file that cannot be read, a test file with errors, malformed settings
  3  refused by the server; the message has its code and every fault
  4  not reachable: no stack runs, or the server failed
  130  interrupted`;

export const SETTINGS_HELP = `Settings come from the environment (RHUMBLINE_GATEWAY_URL, RHUMBLINE_API_KEY, RHUMBLINE_STORAGE_URL…), else from
stack.env of the local stack: in RHUMBLINE_STATE_DIR, in .rhumbline here, or in .rhumbline of the project.`;
