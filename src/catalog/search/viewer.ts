/** Who looks at the catalogue: what of it there is for them. */
export type Viewer =
  /** All items, also those of jobs without an asset, of deleted assets, and those not made here. */
  | { sees: 'everything' }
  /** Items of the platform's assets, of every platform's for null, and public ones. */
  | { sees: 'platform'; platform_id: string | null }
  | { sees: 'public' };

/**
 * The condition on a row of `rhumbline.shown_items` named `shown`; null where there is none, and undefined where the view
 * need not be asked.
 *
 * @param literal makes SQL of a text: a parameter, or a quoted literal
 */
function conditionOn(viewer: Viewer, literal: (text: string) => string): string | null | undefined {
  switch (viewer.sees) {
    case 'everything':
      return undefined;
    case 'platform':
      if (viewer.platform_id === null) return null;
      return `(shown.is_public OR shown.platform_id = ${literal(viewer.platform_id)})`;
    case 'public':
      return 'shown.is_public';
  }
}

/** The condition on a row of `rhumbline.collection_summaries` that it is of items that are there for the viewer; undefined where all are. */
export function partsFor(viewer: Viewer, literal: (text: string) => string): string | undefined {
  switch (viewer.sees) {
    case 'everything':
      return undefined;
    case 'platform':
      if (viewer.platform_id === null) return "audience <> 'hidden'";
      return `(audience = 'public' OR (audience = 'platform' AND platform_id = ${literal(viewer.platform_id)}))`;
    case 'public':
      return "audience = 'public'";
  }
}

/** The condition on an item that it is there for the viewer; undefined where everything is. `items` is the items' name. */
export function isShown(viewer: Viewer, items: string, literal: (text: string) => string): string | undefined {
  const condition = conditionOn(viewer, literal);
  if (condition === undefined) return undefined;
  const theirs = condition === null ? '' : ` AND ${condition}`;
  // Not EXISTS, which the planner makes a join of with all items that there are.
  return `(SELECT true FROM rhumbline.shown_items AS shown
    WHERE shown.collection_id = ${items}.collection AND shown.item_id = ${items}.id${theirs} LIMIT 1)`;
}
