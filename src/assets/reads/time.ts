/** RFC 3339, UTC, with Z. */
export function timeOf(date: Date): string {
  return date.toISOString();
}

export function timeOrNull(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
