// Imports of pictures from a page, which sends them in parts: each part is small, so that none is long on its way.
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { FaultError, invalid, missing } from '../../../src-shared/rpc/fault.ts'
import type { Framing } from '../../../src-shared/domains/pictures/settings.ts'
import { mostPart, partHeader, type PictureCounts } from '../../../src-shared/domains/pictures/upload.ts'
import type { Route } from '../../app/site.ts'
import type { EventBus } from '../../runs/event-bus.ts'
import type { Store } from '../../store/open.ts'
import { type GivenFile, type PictureImport, startPictureImport } from './import.ts'

/** Imports at a time. A page that was closed may have left one; the oldest goes when there are too many. */
const most = 4

export interface PictureSessions {
  begin(of: { framing: Framing; classes: readonly string[] }): Promise<{ id: string }>
  /** Records what has come as a run. Throws `missing` for an import that is over. */
  finish(of: { id: string; name: string; outside: readonly string[] }): Promise<{ run: string }>
  cancel(of: { id: string }): Promise<Record<string, never>>
  /** POST of a part to the import whose id is the rest of the path; the answer is what it has taken so far, or a fault. */
  take: Route
  /** Ends all of them. */
  close(): Promise<void>
}

export function createPictureSessions(store: Store, eventBus: EventBus): PictureSessions {
  const sessions = new Map<string, PictureImport>()
  function of(id: string): PictureImport {
    const found = sessions.get(id)
    if (!found) throw missing('This import of pictures is over. Nothing of it was kept; begin it again.')
    return found
  }
  return {
    async begin({ framing, classes }) {
      for (const [old, one] of sessions) {
        if (sessions.size < most) break
        sessions.delete(old)
        await one.cancel()
      }
      const id = randomUUID()
      sessions.set(id, await startPictureImport(store, framing, classes))
      return { id }
    },
    async finish({ id, name, outside }) {
      const one = of(id)
      sessions.delete(id)
      const run = await one.finish(name, outside)
      eventBus.changed(run.id)
      return { run: run.id }
    },
    async cancel({ id }) {
      const one = sessions.get(id)
      sessions.delete(id)
      await one?.cancel()
      return {}
    },
    async take(rest, request) {
      if (!request.body) return undefined
      try {
        const counts: PictureCounts = await of(rest).add(readPart(new Uint8Array(await request.arrayBuffer())))
        return Response.json(counts)
      } catch (error) {
        // A refusal is an answer: to a status that says failure a browser adds a complaint of its own.
        if (error instanceof FaultError) return Response.json(error.fault)
        throw error
      }
    },
    async close() {
      const all = [...sessions.values()]
      sessions.clear()
      for (const one of all) await one.cancel()
    },
  }
}

/** The files of a part: u32 length of the header (little endian), the header as JSON, then the bytes of each file. */
function readPart(part: Uint8Array): GivenFile[] {
  const refuse = (): FaultError => invalid('These pictures did not arrive whole. Nothing was imported; try again.')
  if (part.length > mostPart) throw invalid(`A part of an import has at most ${mostPart / 2 ** 20} MiB.`)
  const length = part.length >= 4 ? new DataView(part.buffer, part.byteOffset).getUint32(0, true) : Infinity
  if (4 + length > part.length) throw refuse()
  let files: z.output<typeof partHeader>
  try {
    files = partHeader.parse(JSON.parse(new TextDecoder().decode(part.subarray(4, 4 + length))))
  } catch {
    throw refuse()
  }
  let at = 4 + length
  const found = files.map(({ path, label, size }) => {
    at += size
    return { path, label, bytes: part.subarray(at - size, at) }
  })
  if (at !== part.length) throw refuse()
  return found
}
