import { isUnreadable, nodesAlong, type Path, type YamlNode } from '../yaml-node.ts';

/**
 * Where a spec's shape is wrong. That has been told: the checks that come after look at what is in the right shape beside it, and say
 * nothing of what follows from it.
 */
export class ShapeFaults {
  private readonly root: YamlNode;
  private readonly wrong = new Map<YamlNode, Path>();
  private readonly holders = new Set<YamlNode>();
  private readonly guessed = new Set<YamlNode>();

  constructor(root: YamlNode) {
    this.root = root;
  }

  /** The value at a path is in a wrong shape, or is not there and should be. */
  add(path: Path): void {
    const along = [...nodesAlong(this.root, path)];
    for (const node of along) this.holders.add(node);
    const value = along[path.length];
    if (value) this.wrong.set(value, path);
  }

  /** What stands there is taken for something else than its author wrote: what its shape has wrong is no fault of its own. */
  guess(node: YamlNode): void {
    this.guessed.add(node);
  }

  isWrong(node: YamlNode | undefined): boolean {
    return node !== undefined && (this.wrong.has(node) || isUnreadable(node));
  }

  /** The values that are in a wrong shape, with their paths. */
  wrongValues(): Iterable<[YamlNode, Path]> {
    return [...this.wrong];
  }

  /** Whether it, or anything in it, is in a wrong shape. */
  isUnsound(node: YamlNode | undefined): boolean {
    return node !== undefined && (this.holders.has(node) || this.isWrong(node));
  }

  /** Whether a fault at that path follows from one that has been told. */
  isTold(path: Path): boolean {
    return [...nodesAlong(this.root, path)].some((node) => this.isWrong(node) || this.guessed.has(node));
  }
}
