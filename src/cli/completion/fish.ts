import type { CommandWords, OptionWords, ValueWords, Vocabulary } from './vocabulary.ts';

export function fishCompletion({ program, commands }: Vocabulary): string {
  const lines = [
    `# fish completion of ${program}. To have it: ${program} completion fish | source`,
    `complete -c ${program} -f`,
    ...commands.map(
      ({ name, summary }) => `complete -c ${program} -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
    ),
    ...commands.flatMap((command) => commandLines(program, command)),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines(program: string, { name, options, argument }: CommandWords): string[] {
  const start = `complete -c ${program} -n '__fish_seen_subcommand_from ${name}'`;
  const values = takes(argument);
  return [
    ...options.map((option) => `${start} ${optionText(option)}`),
    ...(values === '' ? [] : [`${start} ${values}`]),
  ];
}

function optionText({ flags, summary, value }: OptionWords): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  // -x: a value and no file's name, which the command's own arguments may allow.
  const required = value ? [value.kind === 'file' ? '-r' : '-x', takes(value)].filter((text) => text !== '') : [];
  return [...names, ...required, `-d ${quote(summary)}`].join(' ');
}

function takes(value: ValueWords): string {
  if (value.kind === 'words') return `-a ${quote(value.words.join(' '))}`;
  return value.kind === 'file' ? '-F' : '';
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
