import * as operation from '../../shared/operations.ts';
import type { Route } from '../../shared/route.ts';
import { forward } from '../forward.ts';
import type { GatewayServices } from '../services.ts';

const ASSET = '/assets/{asset_id}';
const VERSION = `${ASSET}/versions/{ordinal}`;

/** What is done with assets and versions: all of it forwarded. */
export function assetMutations(services: GatewayServices): Route[] {
  return [
    forward(services, operation.approveVersion, at(`${VERSION}/approve`)),
    forward(services, operation.rejectVersion, at(`${VERSION}/reject`)),
    forward(services, operation.reprocessVersion, at(`${VERSION}/reprocess`)),
    forward(services, operation.markCleared, at(`${ASSET}/clearance/cleared`)),
    forward(services, operation.markPublic, at(`${ASSET}/clearance/public`)),
    forward(services, operation.deleteAsset, at(ASSET)),
    forward(services, operation.restoreAsset, at(`${ASSET}/restore`)),
  ];
}

function at(path: string) {
  return { from: `/api${path}`, to: `/api/v1/domain${path}` };
}
