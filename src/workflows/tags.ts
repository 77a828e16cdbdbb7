import { defineSearchAttributeKey, type SearchAttributePair, SearchAttributeType } from '@temporalio/common';
import type { AssetRef } from '../plan/job.ts';
import type { ExecutionPlan } from '../plan/plan.ts';

const ASSET_ID = defineSearchAttributeKey('RhumblineAssetId', SearchAttributeType.KEYWORD);
const PLATFORM_ID = defineSearchAttributeKey('RhumblinePlatformId', SearchAttributeType.KEYWORD);
const WORKFLOW_ID = defineSearchAttributeKey('RhumblineWorkflowId', SearchAttributeType.KEYWORD);
const WORKFLOW_VERSION = defineSearchAttributeKey('RhumblineWorkflowVersion', SearchAttributeType.INT);

interface TaggedJob {
  asset: AssetRef | null;
  plan: ExecutionPlan;
}

/** For finding a job's workflow in Temporal. */
export function searchAttributesOf({ asset, plan }: TaggedJob): SearchAttributePair[] {
  return [
    { key: WORKFLOW_ID, value: plan.workflow_id },
    { key: WORKFLOW_VERSION, value: plan.version },
    ...(asset === null
      ? []
      : [
          { key: ASSET_ID, value: asset.asset_id },
          { key: PLATFORM_ID, value: asset.platform_id },
        ]),
  ];
}

/** For people who look at it there. */
export function summaryOf({ asset, plan }: TaggedJob): string {
  const spec = `${plan.workflow_id} v${plan.version}`;
  return asset === null ? spec : `${spec}: ${asset.platform_id} asset ${asset.asset_id}, version ${asset.ordinal}`;
}

/** For finding the callbacks of a platform there. */
export function webhookTags({ platform_id }: { platform_id: string }): SearchAttributePair[] {
  return [{ key: PLATFORM_ID, value: platform_id }];
}
