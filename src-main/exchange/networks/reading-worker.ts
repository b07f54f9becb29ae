// A thread that reads the files of one network: it may take seconds, and whoever waits for the window does not notice.
import { parentPort, workerData } from 'node:worker_threads'
import { faultOf } from '../../../src-shared/rpc/fault.ts'
import type { NetworkFile, ReadNetwork, ReadOptions } from './kind.ts'
import { readNetworkFiles } from './readers.ts'

export type ReadingAnswer = { read: ReadNetwork } | { fault: ReturnType<typeof faultOf> }

const { files, options } = workerData as { files: NetworkFile[]; options: ReadOptions }
const answer: ReadingAnswer = await readNetworkFiles(files, options).then(
  (read) => ({ read }),
  (error: unknown) => ({ fault: faultOf(error) }),
)
// Arrays that share a file are sent as they are; those alone in theirs go over without being copied.
parentPort!.postMessage(answer)
