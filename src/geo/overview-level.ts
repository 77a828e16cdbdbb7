import type { RasterHeader } from './gdalinfo.ts';

/** An overview, or the raster itself where `overview` is undefined. */
export interface Level {
  /** Counted from 0, the largest. */
  overview: number | undefined;
  width: number;
  height: number;
}

/** Pixels that are read of a raster without overviews. */
const MOST_PIXELS = 4096 ** 2;

/**
 * The smallest overview whose longer side has at least so many pixels; the raster itself where it is smaller than that.
 * @returns undefined where that would be reading a large raster in full
 */
export function levelFor(header: Pick<RasterHeader, 'width' | 'height' | 'bands'>, longest: number): Level | undefined {
  const { width, height, bands } = header;
  const overviews = (bands[0]?.overviews ?? []).map(([w, h], overview): Level => ({ overview, width: w, height: h }));
  const levels: Level[] = [{ overview: undefined, width, height }, ...overviews];
  const enough = levels.filter((level) => Math.max(level.width, level.height) >= longest);
  const level = enough.toSorted((a, b) => a.width * a.height - b.width * b.height)[0] ?? levels[0];
  return level && level.width * level.height <= MOST_PIXELS ? level : undefined;
}
