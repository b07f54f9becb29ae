// Reads the files of a network in a thread of its own, which can be stopped at any time.
import { Worker } from 'node:worker_threads'
import { FaultError, invalid } from '../../../src-shared/rpc/fault.ts'
import type { NetworkFile, ReadNetwork, ReadOptions } from './kind.ts'
import type { ReadingAnswer } from './reading-worker.ts'

/** The file of the thread: beside this one in the source, beside the entries when built. */
const entry = new URL(import.meta.url.endsWith('.ts') ? './reading-worker.ts' : './network-reader.js', import.meta.url)

/** Memory of JavaScript objects that reading may take, in MiB; weights are outside of it. */
const heap = 1024

/** Throws `invalid`, in words, for what cannot be read; the signal's reason when it is stopped. */
export async function readInThread(files: readonly NetworkFile[], options: ReadOptions, signal?: AbortSignal): Promise<ReadNetwork> {
  signal?.throwIfAborted()
  const worker = new Worker(entry, { workerData: { files, options }, resourceLimits: { maxOldGenerationSizeMb: heap } })
  const { promise, resolve, reject } = Promise.withResolvers<ReadingAnswer>()
  const left = (): void => reject(signal?.reason)
  signal?.addEventListener('abort', left, { once: true })
  worker.once('message', resolve)
  worker.once('error', () => reject(invalid('This network takes more memory to read than there is. Nothing was changed in your library.')))
  worker.once('exit', () => reject(invalid('Reading the file stopped before it was done. Nothing was changed in your library.')))
  try {
    const answer = await promise
    if ('fault' in answer) throw new FaultError(answer.fault)
    return answer.read
  } finally {
    signal?.removeEventListener('abort', left)
    await worker.terminate()
  }
}
