import { Argument, type Command } from '@commander-js/extra-typings';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { vocabularyOf } from '../completion/vocabulary.ts';
import { zshCompletion } from '../completion/zsh.ts';
import type { CliContext } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Act } from '../run-cli.ts';

const EXAMPLES = `
It is for the command as \`rhumbline\` on the PATH. In bash 4.4 or newer; put the line into ~/.bashrc to keep it.

Examples:
  eval "$(rhumbline completion bash)"
  source <(rhumbline completion zsh)
  rhumbline completion fish > ~/.config/fish/completions/rhumbline.fish`;

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;
const NAMES = Object.keys(SHELLS) as (keyof typeof SHELLS)[];

export function addCompletion(program: Command, { terminal }: CliContext, act: Act): void {
  program
    .command('completion')
    .summary('print what makes the shell complete commands')
    .description('Print a script that makes a shell complete commands, options and file names.')
    .addArgument(new Argument('<shell>', 'the shell').choices(NAMES))
    .addHelpText('after', EXAMPLES)
    .action((shell) =>
      act(async () => {
        terminal.out(SHELLS[shell](vocabularyOf(program)).trimEnd());
        return EXIT.ok;
      }),
    );
}
