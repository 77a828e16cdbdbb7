/** Counts over everything that was tested. */
export class Tally {
  passed = 0;
  failed = 0;

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

  line(): string {
    return `${this.passed} passed, ${this.failed} failed`;
  }
}
