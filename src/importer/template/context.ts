/** What templates of the old spec may mention, and how it is called now. */
export interface TemplateNames {
  /** New names by old ones. */
  inputs: ReadonlyMap<string, string>;
  /** New ids by old ones, of the nodes that are still there. */
  nodes: ReadonlyMap<string, string>;
  /** Inputs that may not be given: undefined in the old templates, null in the new ones. */
  optionalInputs: ReadonlySet<string>;
  /** Old names. */
  booleanInputs: ReadonlySet<string>;
}

/** What a template's place gives beside `inputs` and `nodes`. */
export type LocalNames = readonly string[];

/** For the work of a fan-out. */
export const ITEM_NAMES: LocalNames = ['item', 'index'];
