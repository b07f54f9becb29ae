import { join } from 'node:path'
import { defineConfig } from 'playwright/test'

// The services and engines that the walks start are the same every time: what was compiled is kept.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '..', '.lab', 'compile-cache')

// The real service in a real browser. Three workers: a walk often waits for the next frame or for an answer, and an engine gives way to the
// page, so two do not fill two cores.
export default defineConfig({
  testDir: './e2e',
  outputDir: '../test-results',
  workers: 3,
  // A walk on a busy machine may meet a timeout that says nothing of the lab; one that needed its second try is reported as flaky.
  retries: process.env['CI'] ? 1 : 0,
  timeout: 1_200_000,
  expect: { timeout: 120_000 },
  reporter: 'list',
  use: {
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      // As root Chromium has no sandbox; the rest keeps it from looking for servers of its own.
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        // No name leads anywhere, and no address but this computer's.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
})
