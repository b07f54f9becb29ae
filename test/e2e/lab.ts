// What every walk stands on: a real service with a library of its own, and a page that may not complain or leave its origin.
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from 'playwright/test'

export interface Service {
  url: string
  folder: string
  stop(): Promise<void>
}

const entry = join(import.meta.dirname, '..', '..', 'out', 'main', 'browser.js')

const nobody = 65_534
/**
 * Starts the built service on a library folder and waits for its address. `asVisitor`: as someone whom permissions bind, which they do not
 * root.
 */
export async function startService(folder: string, more: string[] = [], { asVisitor = false } = {}): Promise<Service> {
  const someone = asVisitor && process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
  const child: ChildProcess = spawn(process.execPath, [entry, '--library', folder, '--no-open', ...more], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...someone,
  })
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (text: string): void => {
      said += text
      const found = /http:\/\/127\.0\.0\.1:\d+\/[\w-]+\//.exec(said)
      if (found) resolve(found[0])
    }
    child.stdout?.setEncoding('utf8').on('data', hear)
    child.stderr?.setEncoding('utf8').on('data', hear)
    child.on('exit', (code) => reject(new Error(`The service ended with code ${code}: ${said}`)))
  })
  return {
    url,
    folder,
    async stop() {
      if (child.exitCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    },
  }
}

interface Fixtures {
  service: Service
  starter: boolean
}
interface WorkerFixtures {
  starterLibrary: () => Promise<string>
  emptyLab: () => Promise<Service>
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'phosphene-walk-'))

/** `service` is fresh for each test; the page fails the test on any console error, page error, or request that leaves the origin. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  starter: [false, { option: true }],
  /** A library with the starter in it, unpacked when it is first asked for and closed again: each walk that wants it begins with a copy. */
  starterLibrary: [
    async ({ browserName: _any }, use) => {
      const folder = newFolder()
      let made: Promise<string> | null = null
      const make = async (): Promise<string> => {
        await (await startService(folder)).stop()
        return folder
      }
      await use(() => (made ??= make()))
      rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  /** A service whose library stays empty, started when it is first asked for. */
  emptyLab: [
    async ({ browserName: _any }, use) => {
      const folder = newFolder()
      let started: Promise<Service> | null = null
      await use(() => (started ??= startService(folder, ['--no-starter'])))
      await (await (started as Promise<Service> | null))?.stop()
      rmSync(folder, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  service: async ({ starter, starterLibrary }, use) => {
    const folder = newFolder()
    if (starter) cpSync(await starterLibrary(), folder, { recursive: true })
    const service = await startService(folder, starter ? [] : ['--no-starter'])
    await use(service)
    await service.stop()
    rmSync(folder, { recursive: true, force: true })
  },
  page: async ({ page, service }, use) => {
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    // Listened to, not intercepted: that takes a second of processor time at every load, and the browser's cache. What leaves gets nowhere
    // all the same (see the configuration).
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== new URL(service.url).origin) complaints.push(`left the origin: ${request.url()}`)
    })
    await page.goto(service.url)
    await use(page)
    expect(complaints).toEqual([])
  },
})
/** For walks that only look, and find nothing to look at: they share one service, and leave it as it was. */
export const looking = test.extend({ service: async ({ emptyLab }, use) => use(await emptyLab()) })
export { expect }

/** Goes to an address of the page, as a link in it does. */
export const open = (page: Page, hash: string): Promise<void> =>
  page.evaluate((to) => {
    location.hash = to
  }, hash)
