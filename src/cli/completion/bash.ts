import type { CommandWords, ValueWords, Vocabulary } from './vocabulary.ts';

/** Everything is in the script: nothing is run, and nothing that was typed is evaluated, when the key is pressed. */
export function bashCompletion({ program, commands }: Vocabulary): string {
  return `# bash completion of ${program}. To have it: eval "$(${program} completion bash)"
_${program}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    ${words(commands.map(({ name }) => name))}
    return
  fi
  case "$command $previous" in
${commands.flatMap(valueCases).join('\n')}
  esac
  case "$command" in
${commands.map(commandCase).join('\n')}
  esac
}
complete -F _${program} ${program}
`;
}

function valueCases({ name, options }: CommandWords): string[] {
  return options.flatMap(({ flags, value }) => {
    if (!value) return [];
    const patterns = flags.map((flag) => `'${name} ${flag}'`).join(' | ');
    return [`    ${patterns}) ${complete(value)}; return ;;`];
  });
}

function commandCase({ name, options, argument }: CommandWords): string {
  const flags = options.flatMap((option) => option.flags.filter((flag) => flag.startsWith('--')));
  return `    ${name}) if [[ $current == -* ]]; then ${words(flags)}; else ${complete(argument)}; fi ;;`;
}

function complete(value: ValueWords): string {
  if (value.kind === 'words') return words(value.words);
  return value.kind === 'file' ? 'compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current")' : ':';
}

function words(all: readonly string[]): string {
  return `mapfile -t COMPREPLY < <(compgen -W '${all.join(' ')}' -- "$current")`;
}
