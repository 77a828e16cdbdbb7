/** A request that is to be carried out once, however often it is sent. */
export interface Once {
  /** Whose key it is: others' keys are others', also where they read the same. */
  actor: string;
  /** What is asked for by it: a key holds for one operation. */
  operation: string;
  key: string;
  /** SHA-256, hex, of everything that makes a repetition the same request. */
  request_hash: string;
  /** Milliseconds that the answer is kept. */
  lifetime_ms: number;
  /** How the answer is written down, and read again: JSON, or a cipher of it. */
  write(answer: unknown): string;
  read(written: string): unknown;
}

/** Thrown out of a transaction for a request that another one has carried out in the meantime. */
export class CarriedOutBefore extends Error {
  readonly answer: unknown;

  constructor(answer: unknown) {
    super('The request was carried out before.');
    this.name = 'CarriedOutBefore';
    this.answer = answer;
  }
}
