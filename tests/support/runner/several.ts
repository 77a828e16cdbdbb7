import process from 'node:process';
import { test } from 'node:test';

/** Test files that share this process, by their paths in the arguments: what they import is loaded once for all of them. */
for (const file of process.argv.slice(2)) {
  try {
    await import(file);
  } catch (error) {
    test(`${file} can be loaded`, () => {
      throw error;
    });
  }
}
