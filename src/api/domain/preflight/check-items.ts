import { foreignItemFault, type ItemOwner } from '../../../catalog/item-owner.ts';
import { readItemJob } from '../../../catalog/read-item-job.ts';
import type { Queryable } from '../../../db/pool.ts';
import type { JsonObject } from '../../../plan/json.ts';
import type { ExecutionPlan } from '../../../plan/plan.ts';
import { pointerOf } from '../../shared/pointer.ts';
import { INPUTS, type PreflightFault } from './preflight.ts';

const CODE = 'item_belongs_to_another_asset';

/**
 * Refuses ids of StacItems that may not be replaced, as the catalogue is now; registration looks again.
 *
 * @param inputs those that fit their declarations; the others are not there
 * @param owner of the items of the job
 */
export async function checkItems(
  db: Queryable,
  declarations: ExecutionPlan['inputs'],
  inputs: JsonObject,
  owner: ItemOwner,
): Promise<PreflightFault[]> {
  const faults = await Promise.all(
    Object.entries(declarations).map(async ([input, { format, collection_input }]) => {
      const [item, collection] = [inputs[input], inputs[collection_input ?? '']];
      if (format !== 'stac_item' || typeof item !== 'string' || typeof collection !== 'string') return undefined;
      const fault = foreignItemFault(item, await readItemJob(db, collection, item), owner);
      return fault && { pointer: `${INPUTS}${pointerOf([input])}`, problem: CODE, code: CODE, message: fault.message };
    }),
  );
  return faults.filter((fault) => fault !== undefined) as PreflightFault[];
}
