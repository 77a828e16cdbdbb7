import { describeMisfit } from '../../plan/inputs.ts';
import { didYouMean } from '../../plan/nearest.ts';
import type { InputDeclaration } from '../../plan/plan.ts';
import type { Compilation } from '../compilation.ts';
import type { InputSpec } from '../spec/schema.ts';
import { offsetOf } from '../yaml-node.ts';
import { isRequired } from './scope.ts';

/** The declarations of a spec's inputs, as the plan has them. */
export function declareInputs(compilation: Compilation): Record<string, InputDeclaration> {
  const inputs = compilation.spec.inputs;
  for (const [name, input] of Object.entries(inputs)) checkInput(name, input, compilation);
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, declare(input)]));
}

function declare(input: InputSpec): InputDeclaration {
  const { required: _, ...rest } = input;
  return dropUndefined({ ...rest, required: isRequired(input) });
}

function checkInput(name: string, input: InputSpec, { spec, root, sink }: Compilation): void {
  const declaration = declare(input);
  if (input.default !== undefined && input.default !== null) {
    const misfit = describeMisfit(declaration, input.default);
    const message = `The default of the input \`${name}\` ${misfit}.`;
    if (misfit) sink.report('invalid-value', offsetOf(root, ['inputs', name, 'default']), message);
  }
  if (input.format && input.type !== 'string') {
    const message = `\`format: ${input.format}\` is for inputs of type string; \`${name}\` is ${input.type}.`;
    sink.report('invalid-value', offsetOf(root, ['inputs', name, 'format']), message);
  }
  checkContainerInput(name, input, { spec, root, sink });
}

function checkContainerInput(
  name: string,
  input: InputSpec,
  { spec, root, sink }: Pick<Compilation, 'spec' | 'root' | 'sink'>,
): void {
  const { container_input: container } = input;
  if (input.format === 'blob' && container === undefined) {
    const message = `The blob input \`${name}\` needs \`container_input\`: the input that names its container.`;
    sink.report('missing-field', offsetOf(root, ['inputs', name]), message);
  }
  if (container === undefined || spec.opaque.inputs.has(container) || spec.inputs[container]?.type === 'string') return;
  const hint = didYouMean(container, Object.keys(spec.inputs));
  const message = `\`container_input\` names a string input of this spec; \`${container}\` is none.${hint}`;
  sink.report('unknown-input', offsetOf(root, ['inputs', name, 'container_input']), message);
}

function dropUndefined<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
