// Files that go out to the user's disk or come in from it, by URL, with how far each is and a way to stop it.
import { FaultError, faultSchema, internal } from '../../src-shared/rpc/fault.ts'
import { exportPath, type Imported, importPath, imported, networkPath, reportPath, sizeHeader } from '../../src-shared/run/transfer.ts'
import { download } from '../components/clipboard.ts'

export interface Transfer {
  id: number
  /** What is being done, such as "Packing “a run”". */
  label: string
  /** Bytes that went by; `total` is 0 while it cannot be told. */
  done: number
  total: number
  stop(): void
}
/** How far a file is, in bytes. */
export type Told = (done: number, total: number) => void

class Transfers {
  list: Transfer[] = $state([])
  #last = 0

  /** Saves a run as one file that Import opens. Resolves with the file's name, or null when it was stopped. */
  export({ id, name }: { id: string; name: string }): Promise<string | null> {
    return this.#save(exportPath(id), `Packing “${name}”`)
  }
  /** Saves the report of one to six runs. */
  report(ids: readonly string[]): Promise<string | null> {
    return this.#save(reportPath(ids), 'Writing the report')
  }

  async #save(path: string, label: string): Promise<string | null> {
    const leave = new AbortController()
    const id = ++this.#last
    this.list.push({ id, label, done: 0, total: 0, stop: () => leave.abort() })
    const one = this.list.find((other) => other.id === id)!
    try {
      const response = await fetch(path, { signal: leave.signal })
      if (!response.ok || !response.body) throw faultIn(await response.text())
      one.total = Number(response.headers.get(sizeHeader) ?? 0)
      const counted = response.body.pipeThrough(
        new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
          transform(piece, controller) {
            one.done += piece.length
            controller.enqueue(piece)
          },
        }),
      )
      const name = nameIn(response.headers.get('content-disposition') ?? '')
      // A blob made of a stream: the browser keeps a large one on its disk.
      download(name, await new Response(counted).blob())
      return name
    } catch (error) {
      if (leave.signal.aborted) return null
      throw error instanceof TypeError ? internal('The file did not arrive whole. Nothing was saved; try again.') : error
    } finally {
      this.list = this.list.filter((other) => other.id !== id)
    }
  }
}
export const transfers = new Transfers()

/** Sends a file of runs to the lab. Throws the fault that refuses it, or the signal's reason. */
export const importFile = (file: File, signal: AbortSignal, told: Told): Promise<Imported> =>
  send(importPath, file, (answer) => imported.parse(answer), signal, told)

/** Sends one file of a network that is to be read. Throws like `importFile`. */
export const sendNetworkFile = (
  { stage, name, file }: { stage: string; name: string; file: File },
  signal: AbortSignal,
  told: (done: number) => void,
): Promise<void> => send(networkPath(stage, name), file, () => undefined, signal, told)

function send<T>(path: string, file: File, read: (answer: unknown) => T, signal: AbortSignal, told: Told): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    // Not fetch: it does not tell how much has been sent.
    const request = new XMLHttpRequest()
    request.open('POST', path)
    request.upload.addEventListener('progress', ({ loaded, total }) => told(loaded, total))
    request.addEventListener('load', () => {
      if (request.status !== 200) return reject(faultIn(request.responseText))
      try {
        resolve(read(JSON.parse(request.responseText)))
      } catch {
        reject(faultIn(request.responseText))
      }
    })
    request.addEventListener('error', () =>
      reject(internal('The connection to the lab ended before the file had arrived. Nothing was imported; try again.')),
    )
    request.addEventListener('abort', () => reject(signal.reason as Error))
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  })
}

/** The fault that an answer carries. */
function faultIn(text: string): FaultError {
  try {
    const parsed = faultSchema.safeParse(JSON.parse(text))
    if (parsed.success) return new FaultError(parsed.data)
  } catch {
    // Not JSON: said below.
  }
  return internal(text || 'The lab could not answer this. Its own log says why.')
}

/** The name in a Content-Disposition, as RFC 8187 writes it. */
function nameIn(header: string): string {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/.exec(header) ?? []
  return encoded === undefined ? 'file' : decodeURIComponent(encoded)
}
