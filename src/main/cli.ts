import { enableCompileCache } from 'node:module';
import { resolve } from 'node:path';

// Most of a short command's time would go into compiling the same code again. The cache lies with the packages, where
// nobody else can put anything; where it cannot be written it is done without.
enableCompileCache(resolve(import.meta.dirname, '../../node_modules/.cache/node'));
await import('./cli/command.ts');
