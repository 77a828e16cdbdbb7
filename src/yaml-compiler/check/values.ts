import { knownNames, suggest } from '../../plan/nearest.ts';
import type { Span } from '../../plan/template/ast.ts';
import type { Compilation, TemplateUse } from '../compilation.ts';
import type { DiagnosticCode } from '../diagnostic.ts';
import { canFit, describeMisfit } from '../types/fits.ts';
import { infer } from '../types/infer.ts';
import { limitFault } from '../types/limits.ts';
import { expectText } from '../types/operand-types.ts';
import { describeType, type Field, optionsOf, STRING, type Type, UNKNOWN } from '../types/type.ts';
import type { TypeScope } from '../types/type-scope.ts';
import { offsetInScalar, type YamlEntry, type YamlMapping, type YamlNode, type YamlScalar } from '../yaml-node.ts';
import { Constants } from './constants.ts';

type ConstantType = Extract<Type, { kind: 'constant' }>;
export type Names = Readonly<Record<string, Type>>;
export type IsCertain = (nodeId: string) => boolean;

/** Checks JSON that may hold templates against the type that its place wants. */
export class ValueChecker {
  private readonly compilation: Compilation;
  private readonly names: Names;
  private readonly isCertain: IsCertain;
  private readonly codes: { misfit: DiagnosticCode; missing: DiagnosticCode; unknown: DiagnosticCode };

  constructor(
    compilation: Compilation,
    names: Names,
    isCertain: IsCertain,
    codes: ValueChecker['codes'] = { misfit: 'invalid-value', missing: 'missing-field', unknown: 'unknown-field' },
  ) {
    this.compilation = compilation;
    this.names = names;
    this.isCertain = isCertain;
    this.codes = codes;
  }

  /** @param label how messages call the place: "the param `source`" */
  check(node: YamlNode, wanted: Type, label: string): void {
    const { sink, spec } = this.compilation;
    if (sink.isFull || spec.shape.isWrong(node)) return;
    this.checkSound(node, wanted, label);
  }

  /** What has no shape to speak of: only its templates are checked. */
  checkTemplates(node: YamlNode): void {
    if (node.kind === 'sequence') for (const item of node.items) this.checkTemplates(item);
    else if (node.kind === 'mapping') for (const { value } of node.entries) this.checkTemplates(value);
    else if (this.compilation.templates.has(node)) this.checkScalar(node, UNKNOWN, '');
  }

  private checkSound(node: YamlNode, wanted: Type, label: string): void {
    if (node.kind === 'scalar') this.checkScalar(node, wanted, label);
    else if (node.kind === 'sequence') this.checkSequence(node, wanted, label);
    else this.checkMapping(node, wanted, label);
  }

  private checkScalar(scalar: YamlScalar, wanted: Type, label: string): void {
    const use = this.compilation.templates.get(scalar);
    if (use) return this.checkTemplate(use, wanted, label);
    const { value } = scalar;
    if (typeof value === 'string' && /\{\{|\{%|\{#/.test(value)) return; // Reported when it was parsed.
    const actual: Type = value === null ? { kind: 'null' } : { kind: 'constant', value };
    const misfit = canFit(actual, wanted)
      ? limitFault(value, wanted)
      : `is ${describeType(actual)}, and ${describeType(wanted)} is expected`;
    if (misfit) this.report(this.codes.misfit, scalar.start, `${label} ${misfit}.`);
  }

  private checkTemplate(use: TemplateUse, wanted: Type, label: string): void {
    const { template, isBroken, scalar } = use;
    const told: Span[] = [];
    const scope: TypeScope = {
      names: this.names,
      isCertain: this.isCertain,
      isHeard: !this.compilation.sink.isFull,
      hintFor: (name, candidates) => this.compilation.sink.hintFor(name, candidates),
      report: (code, span, message) => {
        told.push(span);
        this.report(code, placeIn(scalar, span), message);
      },
    };
    const types = template.parts.map((part) => (part.kind === 'text' ? STRING : infer(part.expression, scope)));
    // A text that is none is told once, as what its place wants.
    if (!template.whole && canFit(STRING, wanted)) expectText(template, types, scope);
    const constant = this.checkConstants(use, told);
    const inferred = template.whole && types[template.parts.findIndex(({ kind }) => kind === 'expression')];
    const actual = constant ?? inferred ?? STRING;
    if (isBroken) return;
    const at = template.whole ? placeIn(scalar, { ...template.whole, end: template.whole.start + 1 }) : scalar.start;
    if (!canFit(actual, wanted)) {
      return this.report(this.codes.misfit, at, `${label} does not fit: ${describeMisfit(actual, wanted)}.`);
    }
    const fault = constant && limitFault(constant.value, wanted);
    if (fault) this.report(this.codes.misfit, at, `${label} ${fault}.`);
  }

  /** @returns what the template gives, where that is the same for every job and neither an array nor an object */
  private checkConstants({ template, scalar }: TemplateUse, told: readonly Span[]): ConstantType | undefined {
    const { sink, templateWork } = this.compilation;
    // What is done for each item may take less than what is done once.
    const meter = templateWork.part(Object.hasOwn(this.names, 'index') ? 'item' : 'node');
    const isTold = ({ start, end }: Span) => told.some((fault) => fault.start >= start && fault.end <= end);
    const constants = new Constants(templateWork, meter, isTold);
    const values = template.parts.flatMap((part) => (part.kind === 'text' ? [] : [constants.look(part.expression)]));
    for (const { code, span, message, severity } of constants.faults) {
      sink.report(code, placeIn(scalar, span), message, severity);
    }
    const [whole] = template.whole ? values : [];
    if (!whole?.known || whole.value === null || typeof whole.value === 'object') return undefined;
    return { kind: 'constant', value: whole.value };
  }

  private checkSequence(node: Extract<YamlNode, { kind: 'sequence' }>, wanted: Type, label: string): void {
    const option = optionsOf(wanted).find(({ kind }) => kind === 'array' || kind === 'unknown');
    if (!option) {
      this.report(this.codes.misfit, node.start, `${label} is an array, and ${describeType(wanted)} is expected.`);
    }
    const items = option?.kind === 'array' ? option.items : UNKNOWN;
    for (const [index, item] of node.items.entries()) this.check(item, items, `${label}, item ${index},`);
  }

  private checkMapping(node: YamlMapping, wanted: Type, label: string): void {
    const options = optionsOf(wanted);
    const objects = options.filter((option) => option.kind === 'object');
    const [only] = objects;
    if (!only && !options.some(({ kind }) => kind === 'unknown')) {
      this.report(this.codes.misfit, node.start, `${label} is an object, and ${describeType(wanted)} is expected.`);
    }
    if (only && objects.length === 1) this.checkFields(node, only, label);
    else for (const { key, value } of node.entries) this.check(value, UNKNOWN, `${label}, field \`${key}\`,`);
  }

  checkFields(node: YamlMapping, wanted: Extract<Type, { kind: 'object' }>, label: string): void {
    const { fields, rest } = wanted;
    const given = new Set(node.entries.map(({ key }) => key));
    for (const entry of node.entries) {
      if (this.compilation.sink.isFull) return;
      const { key, value } = entry;
      const field: Field | undefined = Object.hasOwn(fields, key) ? fields[key] : undefined;
      const meant = field || rest ? undefined : this.tellUnknown(entry, Object.keys(fields), label);
      // It is there, under another name.
      if (meant !== undefined) given.add(meant);
      this.check(value, field?.type ?? rest ?? UNKNOWN, `\`${key}\``);
    }
    for (const [name, field] of Object.entries(fields)) {
      if (!field.required || given.has(name)) continue;
      const message = `${label} needs the field \`${name}\` (${describeType(field.type)}).`;
      this.report(this.codes.missing, node.start, message);
    }
  }

  /** @returns the field that was meant */
  private tellUnknown({ key, keyStart }: YamlEntry, fields: readonly string[], label: string): string | undefined {
    const meant = this.compilation.sink.nearest(key, fields);
    const hint = suggest(meant) || knownNames(key, fields);
    this.report(this.codes.unknown, keyStart, `${label} has no field \`${key}\`.${hint}`);
    return meant;
  }

  private report(code: DiagnosticCode, offset: number, message: string): void {
    this.compilation.sink.report(code, offset, message.charAt(0).toUpperCase() + message.slice(1));
  }
}

function placeIn(scalar: YamlScalar, { start, end }: Span): number {
  return offsetInScalar(scalar, start, end - start);
}
