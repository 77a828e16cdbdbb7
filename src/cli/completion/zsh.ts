import type { CommandWords, OptionWords, ValueWords, Vocabulary } from './vocabulary.ts';

export function zshCompletion({ program, commands }: Vocabulary): string {
  return `#compdef ${program}
# zsh completion of ${program}. To have it: source <(${program} completion zsh), after compinit
_${program}() {
  local -a commands=(
${commands.map(({ name, summary }) => `    ${quote(`${name}:${summary}`)}`).join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
compdef _${program} ${program}
`;
}

function commandCase({ name, options, argument }: CommandWords): string {
  const specs = [...options.flatMap(optionSpecs), ...(argument.kind === 'free' ? [] : [`*:value:${action(argument)}`])];
  return `    ${name}) _arguments -S ${specs.map(quote).join(' ')} ;;`;
}

/** One for each flag; those that may be repeated are not told from the others. */
function optionSpecs({ flags, summary, value }: OptionWords): string[] {
  const takes = value ? `:value:${action(value)}` : '';
  return flags.map((flag) => `*${flag}[${summary.replace(/[[\]:\\]/g, (sign) => `\\${sign}`)}]${takes}`);
}

function action(value: ValueWords): string {
  if (value.kind === 'words') return `(${value.words.join(' ')})`;
  return value.kind === 'file' ? '_files' : ' ';
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
