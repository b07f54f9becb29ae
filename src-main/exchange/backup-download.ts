// A copy of the library that a page downloads: made in a file first, since a copy is of one moment and a download takes as long as it
// takes.
import { randomBytes } from 'node:crypto'
import { accessSync, constants, readdirSync, rmSync } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { BackupStep } from '../../src-shared/contract.ts'
import { internal } from '../../src-shared/rpc/fault.ts'
import { createStreamBuffer } from '../../src-shared/rpc/stream-buffer.ts'
import type { Route } from '../app/site.ts'
import type { Store } from '../store/open.ts'
import { makeTemporaryFolder } from '../temporary-folder.ts'

export interface BackupDownloads {
  /** Copies the library and tells how far that is; whoever leaves stops the copying. Only the last copy is kept. */
  make(): AsyncIterable<BackupStep>
  /** Answers `<key>` with the copy of that key, once: the copy is removed when it has been sent. */
  route: Route
  /** Removes what was not fetched. */
  close(): void
}

/** One that a lab left behind when it was killed is removed by the next. */
const leftover = /^library\.download-[0-9a-f]{32}\.sqlite(\.part)?(-journal)?$/

export function createBackupDownloads(store: Store, now: () => Date = () => new Date()): BackupDownloads {
  let made: { key: string; file: string; name: string } | null = null
  if (store.readOnly === null)
    for (const name of readdirSync(store.folder)) if (leftover.test(name)) rmSync(join(store.folder, name), { force: true })

  /** Beside the library, where there is room for it; elsewhere if nothing can be written there. */
  function place(key: string): string {
    const name = `library.download-${key}.sqlite`
    try {
      store.checkPlace()
      accessSync(store.folder, constants.W_OK)
      return join(store.folder, name)
    } catch {
      return join(makeTemporaryFolder('phosphene-backup-'), name)
    }
  }
  function forget(): void {
    if (made) remove(made.file)
    made = null
  }
  function remove(file: string): void {
    rmSync(file, { force: true })
    const folder = dirname(file)
    if (basename(folder).startsWith('phosphene-backup-')) rmSync(folder, { recursive: true, force: true })
  }

  return {
    make() {
      const stop = new AbortController()
      let told = -1
      async function copy(): Promise<void> {
        forget()
        const key = randomBytes(16).toString('hex')
        const file = place(key)
        try {
          const size = await store.backupTo(file, {
            signal: stop.signal,
            progress(done, total) {
              const percent = Math.floor((done / total) * 100)
              if (percent === told) return
              told = percent
              steps.push({ done, total, file: null })
            },
          })
          forget()
          const name = `phosphene-library-${now().toISOString().slice(0, 10)}.sqlite`
          made = { key, file, name }
          steps.push({ done: 1, total: 1, file: { url: `backup/${key}`, name, size } })
          steps.end()
        } catch (error) {
          remove(file)
          throw error
        }
      }
      const steps = createStreamBuffer<BackupStep>({
        limit: 256,
        lossy: true,
        overflow: () => internal('unreachable: a lossy buffer drops'),
        start: () => void copy().catch((error: unknown) => steps.fail(error instanceof Error ? error : internal(String(error)))),
        stop: () => stop.abort(),
      })
      return steps.items
    },

    async route(key, request) {
      const one = made
      if (one === null || key !== one.key) return undefined
      const { size } = await stat(one.file)
      const headers = {
        'content-type': 'application/vnd.sqlite3',
        'content-length': String(size),
        'content-disposition': `attachment; filename="${one.name}"`,
        'cache-control': 'no-store',
      }
      if (request.method === 'HEAD') return new Response(null, { headers })
      made = null
      const handle = await open(one.file, 'r')
      const stream = handle.createReadStream()
      stream.once('close', () => void rm(one.file, { force: true }).then(() => remove(one.file)))
      return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, { headers })
    },

    close: forget,
  }
}
