import { applyRetentionContract } from './apply_retention/contract.ts';
import { attemptWebhookContract } from './attempt_webhook/contract.ts';
import { blobMetadataContract } from './blob_metadata/contract.ts';
import type { HandlerContract } from './contract.ts';
import { echoContract } from './echo/contract.ts';
import { flakyEchoContract } from './flaky_echo/contract.ts';
import { keepSnapshotContract } from './keep_snapshot/contract.ts';
import { listContainerContract } from './list_container/contract.ts';
import { longEchoContract } from './long_echo/contract.ts';
import { rasterCogContract } from './raster_cog/contract.ts';
import { rasterFootprintContract } from './raster_footprint/contract.ts';
import { rasterMosaicContract } from './raster_mosaic/contract.ts';
import { rasterPlanMosaicContract } from './raster_plan_mosaic/contract.ts';
import { rasterPlanTilesContract } from './raster_plan_tiles/contract.ts';
import { rasterPreviewContract } from './raster_preview/contract.ts';
import { rasterReprojectContract } from './raster_reproject/contract.ts';
import { rasterStatsContract } from './raster_stats/contract.ts';
import { rasterTileCogContract } from './raster_tile_cog/contract.ts';
import { rasterValidateContract } from './raster_validate/contract.ts';
import { recallSnapshotContract } from './recall_snapshot/contract.ts';
import { recordOutcomeContract } from './record_outcome/contract.ts';
import { recordScheduledContract } from './record_scheduled/contract.ts';
import { catalogueOf } from './signature.ts';
import { stacRegisterItemContract } from './stac_register_item/contract.ts';
import { stacRegisterItemsContract } from './stac_register_items/contract.ts';
import { summarizeContainerContract } from './summarize_container/contract.ts';
import { takeTurnContract } from './take_turn/contract.ts';

/** Every handler's contract. A new handler is added here and in src/main/worker. */
export const CONTRACTS: readonly HandlerContract[] = [
  applyRetentionContract,
  attemptWebhookContract,
  blobMetadataContract,
  echoContract,
  flakyEchoContract,
  keepSnapshotContract,
  listContainerContract,
  longEchoContract,
  rasterCogContract,
  rasterFootprintContract,
  rasterMosaicContract,
  rasterPlanMosaicContract,
  rasterPlanTilesContract,
  rasterPreviewContract,
  rasterReprojectContract,
  rasterStatsContract,
  rasterTileCogContract,
  rasterValidateContract,
  recallSnapshotContract,
  recordOutcomeContract,
  recordScheduledContract,
  stacRegisterItemContract,
  stacRegisterItemsContract,
  summarizeContainerContract,
  takeTurnContract,
];

/** The handlers that a spec may name, as the compiler knows them. */
export const HANDLER_CATALOGUE = catalogueOf(CONTRACTS);
