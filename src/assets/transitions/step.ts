/** What an operation comes to in a state: it leads on, or is refused with a code. */
export type Step<To, Refusal extends string> = { to: To } | { refused: Refusal };

export function to<T>(state: T): { to: T } {
  return { to: state };
}

export function refused<R extends string>(code: R): { refused: R } {
  return { refused: code };
}

/** The same in each of these states. */
export function each<S extends string, T>(states: readonly S[], step: T): Readonly<Record<S, T>> {
  return Object.fromEntries(states.map((state) => [state, step])) as Record<S, T>;
}
