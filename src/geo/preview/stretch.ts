/** The values that become black and white. */
export interface Stretch {
  minimum: number;
  maximum: number;
}

/**
 * The values below which a share of all lies. Source: nearest rank; the values need no order.
 * @param values without those that are no data; they are sorted in their place
 * @param percentiles lower and upper, 0 to 100
 * @returns null where there is no value at all
 */
export function stretchOf(values: Float32Array, [lower, upper]: readonly [number, number]): Stretch | null {
  if (values.length === 0) return null;
  values.sort();
  return { minimum: at(values, lower), maximum: at(values, upper) };
}

/** 0 to 255. A band of one value only is in the middle. */
export function shade(value: number, { minimum, maximum }: Stretch): number {
  if (maximum <= minimum) return value < minimum ? 0 : value > maximum ? 255 : 128;
  return Math.max(0, Math.min(255, Math.round((255 * (value - minimum)) / (maximum - minimum))));
}

function at(sorted: Float32Array, percentile: number): number {
  const rank = Math.ceil((percentile / 100) * sorted.length) - 1;
  return sorted[Math.max(0, Math.min(sorted.length - 1, rank))] as number;
}
