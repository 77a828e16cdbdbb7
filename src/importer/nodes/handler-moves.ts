/** What is known of a handler of old and of the one that does its work now. */
export interface HandlerMove {
  /** Absent where there is none. */
  to?: string;
  /** Params by their old names: the new name, or why there is none. */
  params?: Readonly<Record<string, { to: string } | { gone: string }>>;
  /** Params that only the new handler has, and what to write there. */
  needs?: Readonly<Record<string, string>>;
  /** What to do where there is no counterpart. */
  advice?: string;
}

const KEEPS_CRS = { gone: 'a raster keeps its CRS' };
const NAMED_BY_SOURCE = { gone: '`source` names the blob' };
const SOURCE = 'write source: "{{ nodes.<the raster_validate node>.output.source }}"';
const DESTINATION = 'write destination: { container_name: …, blob_name: … }';

/** By the name of old. Those that are not here keep their name, with `_` for each dot. */
export const HANDLER_MOVES: Readonly<Record<string, HandlerMove>> = {
  flaky_echo: { to: 'flaky_echo', needs: { message: 'write what it is to give back' } },
  'raster.validate': { to: 'raster_validate', params: { target_crs: KEEPS_CRS } },
  'raster.create_cog': {
    to: 'raster_cog',
    params: {
      raster_type: { to: 'raster_class' },
      target_crs: KEEPS_CRS,
      container_name: NAMED_BY_SOURCE,
      blob_name: NAMED_BY_SOURCE,
    },
    needs: { source: SOURCE, destination: DESTINATION },
  },
  'raster.generate_tiling_scheme': {
    to: 'raster_plan_tiles',
    needs: { raster: 'write raster: "{{ nodes.<the raster_validate node>.output }}"' },
  },
  'raster.process_tile_batch': {
    to: 'raster_tile_cog',
    needs: {
      id: 'write id: "{{ item.id }}", in a fan-out over the tiles of raster_plan_tiles',
      window: 'write window: "{{ item.window }}"',
      source: SOURCE,
      destination: DESTINATION,
    },
  },
  'raster.stac_ensure_collection': {
    advice: 'stac_register_item makes the collection itself, with create_collection: true',
  },
  'raster.stac_register_item': {
    to: 'stac_register_item',
    params: { tags: { to: 'keywords' } },
    needs: {
      raster: 'write raster: "{{ nodes.<the raster_validate node>.output }}"',
      cog: 'write cog: "{{ nodes.<the raster_cog node>.output.cog }}"',
    },
  },
  'raster.stac_register_items': {
    to: 'stac_register_items',
    needs: { collection_id: 'write the collection of all of the items' },
  },
  'raster.blob_to_mount': {
    advice: 'handlers read blobs themselves: leave the node out and pass on what names the blob',
  },
};
