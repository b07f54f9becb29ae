// Files in and out by URL, the same in both hosts: runs and reports go out in pieces, files of runs come in through a file beside the
// library.
import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { FaultError, invalid, missing } from '../../src-shared/rpc/fault.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { type Imported, mostReported } from '../../src-shared/run/transfer.ts'
import type { EventBus } from '../runs/event-bus.ts'
import { packRun } from './archive.ts'
import { type Route, saved } from '../app/site.ts'
import { reportOf } from '../report/page.ts'
import type { Store } from '../store/open.ts'
import { receive, spoken } from './receiving.ts'
import { unpackFile } from './unpacking.ts'

const arriving = /^import-[\w-]+\.part$/

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

const inPieces = (pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> =>
  Readable.toWeb(Readable.from(pieces, { objectMode: false })) as ReadableStream<Uint8Array>
