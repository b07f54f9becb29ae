// Pictures on their way from this page into the library: planned by their paths, sent in parts, recorded at the end.
import { type ImportPlan, planImport } from '../../src-shared/domains/pictures/plan.ts'
import type { Framing } from '../../src-shared/domains/pictures/settings.ts'
import { type PictureCounts, pictureCounts, picturesPath } from '../../src-shared/domains/pictures/upload.ts'
import { FaultError, faultSchema, internal } from '../../src-shared/rpc/fault.ts'
import type { LabClient } from './lab.svelte.ts'

/** A file and where it lies, with "/". */
export interface FoundFile {
  path: string
  /** What is in it; of a zip it is unpacked when it is asked for. */
  file: Blob | (() => Promise<Blob>)
}
/** Bytes and files of a part: small, so that the first pictures are told of soon and a cancel is not long in coming. */
const partBytes = 8 * 2 ** 20
const partFiles = 32
/** More of a file is not sent: it is refused as too large by what comes. */
export const largest = 64 * 2 ** 20 + 1

export const planOf = (found: readonly FoundFile[]): ImportPlan => planImport(found.map(({ path }) => path))

/**
 * Imports the pictures of a plan and returns the id of the run. Throws the fault that refuses them, or the signal's reason; then nothing
 * is kept.
 */
export async function sendPictures(
  client: LabClient,
  found: readonly FoundFile[],
  {
    plan,
    framing,
    name,
    signal,
    told,
  }: {
    plan: ImportPlan
    framing: Framing
    name: string
    signal: AbortSignal
    told(counts: PictureCounts): void
  },
): Promise<string> {
  const files = new Map(found.map(({ path, file }) => [path, file]))
  /** One that was unpacked and did not fit into its part. */
  const waiting = new Map<string, Blob>()
  const { id } = await client.beginPictures({ framing, classes: plan.classes })
  try {
    for (let first = 0; first < plan.files.length; ) {
      signal.throwIfAborted()
      const part: { path: string; label: number; blob: Blob }[] = []
      let size = 0
      for (const { path, label } of plan.files.slice(first, first + partFiles)) {
        const file = files.get(path)!
        const blob = (waiting.get(path) ?? (typeof file === 'function' ? await file() : file)).slice(0, largest)
        waiting.clear()
        if (part.length > 0 && size + blob.size > partBytes) {
          waiting.set(path, blob)
          break
        }
        part.push({ path, label, blob })
        size += blob.size
      }
      told(await sendPart(id, part, signal))
      first += part.length
    }
    signal.throwIfAborted()
    return (await client.finishPictures({ id, name, outside: plan.outside.slice(0, 1000) })).run
  } catch (error) {
    await client.cancelPictures({ id }).catch(() => {
      /* the line is down: the lab ends it when the next ones begin, or when it closes */
    })
    throw error
  }
}

async function sendPart(
  id: string,
  part: readonly { path: string; label: number; blob: Blob }[],
  signal: AbortSignal,
): Promise<PictureCounts> {
  const header = new TextEncoder().encode(JSON.stringify(part.map(({ path, label, blob }) => ({ path, label, size: blob.size }))))
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, header.length, true)
  let response: Response
  try {
    response = await fetch(picturesPath(id), { method: 'POST', body: new Blob([length, header, ...part.map(({ blob }) => blob)]), signal })
  } catch (error) {
    signal.throwIfAborted()
    const [first] = part
    const from = `The pictures from “${first?.path ?? ''}” on could not be read or sent (${(error as Error).message}).`
    throw internal(`${from} Nothing was imported; try again.`)
  }
  const answer: unknown = await response.json().catch(() => null)
  const counts = pictureCounts.safeParse(answer)
  if (counts.success) return counts.data
  const fault = faultSchema.safeParse(answer)
  throw fault.success ? new FaultError(fault.data) : internal('The lab could not take these pictures. Its own log says why.')
}

/**
 * All files of what was dropped, folders opened. To be called in the handler of the drop itself: a moment later the browser has forgotten
 * them.
 */
export async function droppedFiles(entries: readonly FileSystemEntry[]): Promise<FoundFile[]> {
  const found: FoundFile[] = []
  const queue = [...entries]
  for (let entry = queue.pop(); entry; entry = queue.pop()) {
    const path = entry.fullPath.replace(/^\//, '')
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
      found.push({ path, file })
    } else queue.push(...(await entriesOf(entry as FileSystemDirectoryEntry)))
  }
  return found
}

/** A reader gives the entries of a folder by the hundred, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}
