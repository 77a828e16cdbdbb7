import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInProcess } from '../../support/cli/run-in-process.ts';

const COMMANDS = [
  ...['validate', 'test', 'graph', 'import', 'upload', 'submit', 'run', 'status', 'watch', 'timeline', 'stats'],
  ...['cancel', 'pause', 'resume', 'retry', 'decide', 'approve', 'reject'],
  ...['reprocess', 'clear', 'publish', 'delete', 'restore'],
  ...['api-key create', 'api-key list', 'api-key rotate', 'api-key revoke'],
];

/** What they print is for other programs anyway. */
const WITHOUT_JSON = ['schema', 'completion'];

test('usage: every command explains itself with examples and exit codes', async () => {
  for (const command of [...COMMANDS, ...WITHOUT_JSON]) {
    const { exitCode, out, err } = await runInProcess([...command.split(' '), '--help']);
    assert.equal(exitCode, 0, command);
    assert.match(out, new RegExp(`^Usage: rhumbline ${command} `), command);
    assert.match(out, new RegExp(`\\nExamples:\\n(.*\\n)*? +.*rhumbline ${command} `), command);
    assert.match(out, /\nExit codes:\n {2}0 {2}done\n/, command);
    assert.equal(/ --json /.test(out), !WITHOUT_JSON.includes(command), command);
    assert.equal(err, '', command);
  }
});

test('usage: tells its version', async () => {
  assert.deepEqual(await runInProcess(['--version']), { exitCode: 0, out: '1.2.3', err: '' });
});

test('usage: what is wrong with the command line is told, before anything is done', async () => {
  const cases: [string[], RegExp][] = [
    [[], /^Usage: rhumbline/],
    [['sumbit'], /unknown command 'sumbit'[\s\S]*Did you mean submit\?/],
    [['status'], /missing required argument 'id'/],
    [['status', 'a', 'b'], /too many arguments/],
    [['status', '--wait', 'a'], /unknown option '--wait'/],
    [['submit'], /Give the id of a workflow, or --platform/],
    [['submit', 'echo_test', '--platform', 'ddh'], /not both/],
    [
      ['submit', 'echo_test', '--ref', 'a=b', '--version-label', 'x'],
      /--ref, --version-label can be given only with --platform/,
    ],
    [
      ['submit', '--platform', 'ddh', '--data-type', 'raster', '--priority', '3'],
      /--priority can be given only with a workflow id/,
    ],
    [['submit', '--platform', 'ddh'], /--platform needs --data-type/],
    [['submit', '--platform', 'ddh', '--data-type', 'cube'], /Allowed choices are raster, vector/],
    [['submit', 'echo_test', '--priority', 'high'], /It must be a whole number/],
    [['submit', 'echo_test', '-i', 'message'], /--input takes name=value, not "message"/],
    [['upload', 'package.json', 'bronze'], /must be CONTAINER\/PATH/],
    [['upload', 'package.json', 'bronze/../x'], /invalid_blob_path: .*must not have \. or \.\. as a part/],
    [['upload', 'package.json', 'bronze/%2e%2e/x'], /invalid_blob_path/],
    [['upload', 'none.tif', 'bronze/none.tif'], /none\.tif cannot be read: there is no such file/],
    [['upload', 'src', 'bronze/src'], /src is not a file/],
    [['api-key'], /Usage: rhumbline api-key/],
    [['api-key', 'mint'], /unknown command 'mint'/],
    [['api-key', 'create', '--name', 'x'], /required option '--scope <scopes...>' not specified/],
    [['api-key', 'create', '--name', 'x', '--scope', 'root'], /Allowed choices are submit, read, review, admin/],
    [['api-key', 'rotate', 'x', '--overlap', 'soon'], /It must be a time such as 24h/],
    [['delete'], /missing required argument 'asset-id'/],
    [['reprocess', 'abc', 'x'], /must be a whole number from 1, not "x"/],
    [['approve', 'abc', '0'], /must be a whole number from 1, not "0"/],
    [['reject', 'abc', '1'], /required option '--reason <text>' not specified/],
  ];
  for (const [args, message] of cases) {
    const { exitCode, out, err } = await runInProcess(args);
    assert.equal(exitCode, 2, args.join(' '));
    assert.match(err, message, args.join(' '));
    assert.equal(out, '', args.join(' '));
  }
});

test('usage: with --json the error is one JSON document', async () => {
  const { exitCode, out, err } = await runInProcess(['submit', '--json']);
  assert.equal(exitCode, 2);
  assert.equal(err, '');
  assert.deepEqual(JSON.parse(out), {
    error: {
      code: 'wrong_usage',
      message: 'Give the id of a workflow, or --platform to submit an asset.',
      status: null,
      errors: [],
    },
  });
  const unknown = await runInProcess(['status', '--json', '--bogus', 'x']);
  assert.deepEqual([unknown.exitCode, unknown.err], [2, '']);
  assert.equal(JSON.parse(unknown.out).error.message, "unknown option '--bogus'");
});

test('usage: a fault of the command itself is told as such, with another exit code', async () => {
  const { exitCode, err } = await runInProcess(['status', 'x']);
  assert.equal(exitCode, 70);
  assert.match(err, /^rhumbline has a fault; please report this:\nError: this command was to need no gateway/);
});
