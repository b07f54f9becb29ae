import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// One fork at a time: most files load TensorFlow, and two of those on two cores only wait for each other.
export default defineConfig({
  test: {
    include: ['test/{unit,crash,integration,electron,paper,setup}/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Laws start many processes of the lab. With what was compiled kept, one of the command line costs half, an engine two thirds.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, '..', '.lab', 'compile-cache') },
    // What hangs ends at some time; nothing else is meant to be told by the clock. On a machine with work of its own an engine, which gives
    // way to everything, has had a twentieth of the speed.
    testTimeout: 1_800_000,
    hookTimeout: 1_800_000,
    // What is polled for comes when it comes: one second, as is usual, is short on a machine that has other work.
    expect: { poll: { timeout: 180_000 } },
  },
})
