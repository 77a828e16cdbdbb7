/** Counts over everything that was tested. */
export class Tally {
  passed = 0;
  failed = 0;
  /** Tests that did not run here, and why. */
  readonly skipped: string[] = [];

  add(passed: number, failed: number): void {
    this.passed += passed;
    this.failed += failed;
  }

  /** One check of the runner's own, which counts as a test: passes where there is nothing to complain of. */
  check(name: string, complaints: readonly string[]): void {
    this.add(complaints.length === 0 ? 1 : 0, complaints.length === 0 ? 0 : 1);
    console.log(`${complaints.length === 0 ? '✔' : '✖'} ${name}`);
    for (const complaint of complaints) console.log(`    ${complaint}`);
  }

  /** What was skipped, a line each; the last line counts. */
  closing(): string {
    const skipped = this.skipped.map((test) => `– skipped: ${test}`);
    return [...skipped, `${this.passed} passed, ${this.failed} failed`].join('\n');
  }
}
