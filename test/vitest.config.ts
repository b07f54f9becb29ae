import { defineConfig } from 'vitest/config'

// One fork at a time: most files load TensorFlow, and two of those on two cores only wait for each other.
export default defineConfig({
  test: {
    include: ['test/{laws,crash,rooms,electron,paper,setup}/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
