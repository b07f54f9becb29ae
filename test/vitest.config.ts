import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// One fork at a time: most files load TensorFlow, and two of those on two cores only wait for each other.
export default defineConfig({
  test: {
    include: ['test/{laws,crash,rooms,electron,paper,setup}/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Laws start many processes of the lab. With what was compiled kept, one of the command line costs half, an engine two thirds.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, '..', '.lab', 'compile-cache') },
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // What is polled for comes when it comes: one second, as is usual, is short on a machine that has other work.
    expect: { poll: { timeout: 60_000 } },
  },
})
