// Files that come in by URL: received into a file beside the library, within limits, and refused in words.
import { createWriteStream } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { FaultError, faultOf, invalid, storage } from '../../src-shared/rpc/fault.ts'
import { importLimit } from '../../src-shared/run/transfer.ts'
import type { Route } from '../app/site.ts'

const mebibyte = 2 ** 20

/** What goes wrong before the answer begins is said in words, as a fault with its status. */
export function spoken(route: Route): Route {
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

/**
 * The body of a request as a file. Throws `invalid` above the limit and `storage` when the disk has no room for it; what there is of the
 * file is the caller's to remove.
 */
export async function receive(request: Request, file: string, folder: string): Promise<void> {
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
