import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, type TestContext, test } from 'node:test';
import { execa } from 'execa';
import { runInProcess } from '../../support/cli/run-in-process.ts';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'rhumbline-completion-'));
  writeFileSync(join(folder, 'a spec.yaml'), '');
  process.on('exit', () => rmSync(folder, { recursive: true }));
});

async function script(shell: string): Promise<string> {
  const { exitCode, out, err } = await runInProcess(['completion', shell]);
  assert.deepEqual([exitCode, err], [0, '']);
  return out;
}

/** What bash offers for a line whose last word is being typed. */
async function offered(...words: string[]): Promise<string[]> {
  // Outside of an interactive shell there is no completion whose options could be set.
  const ask = `compopt() { :; }; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _rhumbline; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = await execa('bash', ['-c', `${await script('bash')}\n${ask}`, 'bash', ...words], {
    cwd: folder,
  });
  assert.equal(stderr, '');
  return stdout.split('\n').filter((line) => line !== '');
}

test('completion: bash offers commands, options, the values of a choice and files', async () => {
  assert.deepEqual(await offered('rhumbline', 'su'), ['submit']);
  assert.deepEqual(await offered('rhumbline', 'graph', '--f'), ['--format']);
  assert.deepEqual(await offered('rhumbline', 'graph', '--format', ''), ['mermaid', 'dot', 'svg']);
  assert.deepEqual(await offered('rhumbline', 'validate', 'a'), ['a spec.yaml']);
  assert.deepEqual(await offered('rhumbline', 'completion', 'z'), ['zsh']);
  assert.deepEqual(await offered('rhumbline', 'submit', '--input', ''), []);
  assert.deepEqual(await offered('rhumbline', 'api-key', 'r'), ['rotate', 'revoke']);
  assert.deepEqual(await offered('rhumbline', 'api-key', 'create', '--scope', 'a'), ['admin']);
});

test('completion: what was typed is never evaluated', async () => {
  assert.deepEqual(await offered('rhumbline', 'submit', '-i', 'x=$(touch evil)', ''), []);
  assert.deepEqual(await offered('rhumbline', 'validate', '$(touch evil)'), []);
  assert.deepEqual(await offered('rhumbline', 'validate', 'evil'), []);
});

test('completion: every command is there, for every shell', async () => {
  const { out } = await runInProcess(['--help']);
  const commands = [...out.matchAll(/^ {2}([a-z]+) (?:\[options\]|<)/gm)].map(([, name = '']) => name);
  assert.ok(commands.length > 10);
  const [bash, zsh, fish] = [await script('bash'), await script('zsh'), await script('fish')];
  for (const name of commands) {
    assert.match(bash, new RegExp(`^ {4}${name}\\) `, 'm'));
    assert.match(zsh, new RegExp(`^ {4}${name}\\) _arguments -S `, 'm'));
    assert.match(fish, new RegExp(`^complete -c rhumbline -n __fish_use_subcommand -a ${name} -d '`, 'm'));
  }
});

/** Run where the shell is installed. */
async function unlessMissing(t: TestContext, shell: string, args: string[]): Promise<string | undefined> {
  const { failed, stdout, stderr, code } = await execa(shell, args, { cwd: folder, reject: false });
  if (code === 'ENOENT') return t.skip(`${shell} is not installed`) as undefined;
  assert.deepEqual([failed, stderr], [false, '']);
  return stdout;
}

test('completion: fish offers commands, the values of a choice and files', async (t) => {
  const ask = async (line: string) =>
    unlessMissing(t, 'fish', ['-c', `${await script('fish')}\ncomplete -C '${line}'`]);
  const commands = await ask('rhumbline su');
  if (commands === undefined) return;
  assert.equal(commands, 'submit\tsubmit a job, or a version of an asset');
  assert.equal(
    await ask('rhumbline graph --format '),
    'dot\twhat to draw it as\nmermaid\twhat to draw it as\nsvg\twhat to draw it as',
  );
  assert.equal(await ask('rhumbline validate a'), 'a spec.yaml');
});

test('completion: zsh reads its script', async (t) => {
  await unlessMissing(t, 'zsh', [
    '-fc',
    `autoload -Uz compinit; compinit -D; ${await script('zsh')}\nwhence _rhumbline >/dev/null`,
  ]);
});
