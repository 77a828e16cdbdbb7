import type { Argument, CommandUnknownOpts, Option } from '@commander-js/extra-typings';

/** What can be typed after the program's name: its commands, and what each takes. */
export interface Vocabulary {
  program: string;
  commands: CommandWords[];
}

export interface CommandWords {
  name: string;
  summary: string;
  options: OptionWords[];
  /** Of the first argument; the others are of the same kind. A command's parts come first of all. */
  argument: ValueWords;
}

export interface OptionWords {
  /** `-i` and `--input`, such as there are. */
  flags: string[];
  summary: string;
  /** Absent where it takes none. */
  value?: ValueWords;
}

/** What a value can be: one of a few words, the name of a file, or what nobody can guess. */
export type ValueWords = { kind: 'words'; words: string[] } | { kind: 'file' } | { kind: 'free' };

export function vocabularyOf(program: CommandUnknownOpts): Vocabulary {
  const help = program.createHelp();
  const commands = help.visibleCommands(program).filter((command) => command.name() !== 'help');
  return {
    program: program.name(),
    commands: commands.map((command) => {
      const parts = command.commands.map((part) => part.name());
      return {
        name: command.name(),
        summary: command.summary() || command.description(),
        options: optionsOf(program, command).map(optionWords),
        argument: parts.length > 0 ? { kind: 'words', words: parts } : argumentWords(command.registeredArguments[0]),
      };
    }),
  };
}

/** Of a command that has parts, those of all of them. */
function optionsOf(program: CommandUnknownOpts, command: CommandUnknownOpts): Option[] {
  const help = program.createHelp();
  const options = [command, ...command.commands].flatMap((part) => help.visibleOptions(part));
  return options.filter(({ long }, index) => options.findIndex((other) => other.long === long) === index);
}

function optionWords(option: Option): OptionWords {
  const flags = [option.short, option.long].filter((flag) => flag !== undefined);
  const takesValue = option.required || option.optional;
  const value = takesValue ? { value: valueWords(option.argChoices, option.flags) } : {};
  return { flags, summary: option.description, ...value };
}

function argumentWords(argument: Argument | undefined): ValueWords {
  return argument ? valueWords(argument.argChoices, argument.name()) : { kind: 'free' };
}

/** @param name of the value, which says whether it is a file's */
function valueWords(choices: readonly string[] | undefined, name: string): ValueWords {
  if (choices) return { kind: 'words', words: [...choices] };
  return /\b(file|folder)\b/.test(name) ? { kind: 'file' } : { kind: 'free' };
}
