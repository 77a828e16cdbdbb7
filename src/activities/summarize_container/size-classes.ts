const KIB = 1_024;
const MIB = 1_024 * KIB;
const GIB = 1_024 * MIB;

export interface SizeClass {
  size_class: string;
  /** Bytes, included. */
  from: number;
  /** Bytes, not included. */
  below: number | null;
}

/** Smallest first; each begins where the one before it ends. */
export const SIZE_CLASSES: readonly SizeClass[] = [
  { size_class: 'empty', from: 0, below: 1 },
  { size_class: 'under_100_kib', from: 1, below: 100 * KIB },
  { size_class: 'under_1_mib', from: 100 * KIB, below: MIB },
  { size_class: 'under_10_mib', from: MIB, below: 10 * MIB },
  { size_class: 'under_100_mib', from: 10 * MIB, below: 100 * MIB },
  { size_class: 'under_1_gib', from: 100 * MIB, below: GIB },
  { size_class: 'under_10_gib', from: GIB, below: 10 * GIB },
  { size_class: 'under_100_gib', from: 10 * GIB, below: 100 * GIB },
  { size_class: 'from_100_gib', from: 100 * GIB, below: null },
];

/** @param size bytes */
export function sizeClassOf(size: number): number {
  return SIZE_CLASSES.findLastIndex(({ from }) => size >= from);
}
