import type { Path } from '../../yaml-compiler/yaml-node.ts';

/** What a test's own file has left out or got wrong, and shows only when the test runs. It fails the test, not a node. */
export class TestFault extends Error {
  /** The place in the file. */
  readonly path: Path;

  constructor(message: string, path: Path) {
    super(message);
    this.name = 'TestFault';
    this.path = path;
  }
}
