// Files in and out by URL, the same in both hosts: runs and reports go out in pieces, files of runs come in through a file beside the
// library.
import { randomUUID } from 'node:crypto'
import { createWriteStream, readdirSync, rmSync } from 'node:fs'
import { rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { FaultError, faultOf, invalid, missing, storage } from '../../src-shared/rpc/fault.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { type Imported, importLimit, mostReported } from '../../src-shared/run/transfer.ts'
import type { EventBus } from '../runs/event-bus.ts'
import { packRun } from './archive.ts'
import { type Route, saved } from '../app/site.ts'
import { reportOf } from '../report/page.ts'
import type { Store } from '../store/open.ts'
import { unpackFile } from './unpacking.ts'

const arriving = /^import-[\w-]+\.part$/
const mebibyte = 2 ** 20

/** The routes of a site. Files that came only in part before the lab ended are removed. */
export function createTransfer(store: Store, eventBus: EventBus): { routes: Record<string, Route>; takes: Record<string, Route> } {
  if (store.readOnly === null)
    for (const name of readdirSync(store.folder)) if (arriving.test(name)) rmSync(join(store.folder, name), { force: true })
  const runOf = (id: string): Run => {
    const run = store.runs.get(decodeURIComponent(id))
    if (!run) throw missing('There is no such run in this library; it may have been deleted for good.')
    return run
  }
  return {
    routes: {
      export: spoken(async (rest) => {
        const { name, size, pieces } = packRun(runOf(rest), store)
        return saved(inPieces(pieces()), name, 'application/zip', size)
      }),
      report: spoken(async (rest) => {
        const ids = rest.split(',')
        if (ids.length > mostReported) throw invalid(`A report is of at most ${mostReported} runs, not ${ids.length}.`)
        const { name, pieces } = reportOf(ids.map(runOf), store)
        return saved(inPieces(pieces()), name, 'text/html; charset=utf-8')
      }),
    },
    takes: {
      import: spoken(async (rest, request) => {
        if (rest !== '' || !request.body) return undefined
        if (store.readOnly !== null) throw invalid(store.readOnly)
        const file = join(store.folder, `import-${randomUUID()}.part`)
        try {
          await receive(request, file, store.folder)
          const result: Imported = await unpackFile(file, store, 'imported', request.signal)
          eventBus.changed(result.id)
          return Response.json(result)
        } catch (error) {
          // A refusal is an answer: to a status that says failure a browser adds a complaint of its own.
          if (error instanceof FaultError) return Response.json(error.fault)
          throw error
        } finally {
          await rm(file, { force: true })
        }
      }),
    },
  }
}

/** What goes wrong before the answer begins is said in words, as a fault with its status. */
function spoken(route: Route): Route {
  return async (rest, request) => {
    try {
      return await route(rest, request)
    } catch (error) {
      // Whoever asked has left: there is nobody to tell, and nothing went wrong.
      if (request.signal.aborted) return new Response(null, { status: 400 })
      if (!(error instanceof FaultError) && !(error instanceof URIError)) throw error
      const fault = error instanceof FaultError ? faultOf(error) : { code: 'invalid', message: 'This address cannot be read.' }
      return Response.json(fault, { status: fault.code === 'missing' ? 404 : fault.code === 'invalid' ? 400 : 500 })
    }
  }
}

const inPieces = (pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> =>
  Readable.toWeb(Readable.from(pieces, { objectMode: false })) as ReadableStream<Uint8Array>

/**
 * The body of a request as a file. Throws `invalid` above the limit and `storage` when the disk has no room for it; what there is of the
 * file is the caller's to remove.
 */
async function receive(request: Request, file: string, folder: string): Promise<void> {
  const words = (bytes: number): string => `${Math.ceil(bytes / mebibyte).toLocaleString('en-US')} MiB`
  const stated = Number(request.headers.get('content-length') ?? 0)
  const large = (): FaultError => invalid(`This file is larger than ${words(importLimit)}, the most that is read. Nothing was imported.`)
  const full = (needed: string): FaultError =>
    storage(`The disk of the library has too little room: ${needed}. Nothing was imported; free some room and import the file again.`)
  if (stated > importLimit) throw large()
  const { bavail, bsize } = await statfs(folder)
  // Once for the file while it is read, once for what the library then keeps.
  if (bavail * bsize < 2 * stated)
    throw full(`the file needs ${words(2 * stated)} while it is imported, and ${words(bavail * bsize)} are free`)
  let count = 0
  try {
    await pipeline(
      Readable.fromWeb(request.body as NodeStream<Uint8Array>),
      async function* (pieces: AsyncIterable<Uint8Array>) {
        for await (const piece of pieces) {
          count += piece.length
          if (count > importLimit) throw large()
          yield piece
        }
      },
      createWriteStream(file, { mode: 0o600 }),
      { signal: request.signal },
    )
  } catch (error) {
    if (error instanceof FaultError || request.signal.aborted) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw full(`it ended after ${words(count)} of the file`)
    throw storage(`The file did not arrive whole: ${(error as Error).message}. Nothing was imported.`)
  }
}
