// The engine process seen from main: started when needed, watched, asked to stop, and killed when it does not.
import { type ChildProcess, fork } from 'node:child_process'
import { setPriority } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { EngineEvent } from '../../src-shared/run/event.ts'
import { engine as engineFault, FaultError, faultOf } from '../../src-shared/rpc/fault.ts'
import type { PicturesDataset } from '../../src-shared/domains/pictures/settings.ts'
import type { EngineRecipe } from '../../src-shared/recipe/recipe.ts'
import { type Client, connect } from '../../src-shared/rpc/rpc.ts'
import { notStarted, overChild } from '../transport/transports.ts'
import { checkpointVariable, engineContract } from './contract.ts'
import { createStopDeadline } from './stop-deadline.ts'

/** Lines of the engine's own output kept for a failure message. */
const keptLines = 12

/** What TensorFlow says at every start, and of what goes well. */
const chatter = /^(WARNING: All log messages before absl|I\d{4} )/

/** The file of the engine process: beside this one in the source, beside the entries when built. */
const engineEntry = new URL(import.meta.url.endsWith('.ts') ? './process/main.ts' : './engine.js', import.meta.url)

/** Pictures that were brought, for the engine that needs them. */
export interface GivenPictures {
  dataset: PicturesDataset
  index: Uint8Array
  /** Hashes of its packs, in order. */
  packs: readonly string[]
  read(hash: string): Uint8Array
}

export interface Engine {
  /** The engine's calls; starts it if it is not running. Throws an `engine` fault once closed. */
  client(): Client<typeof engineContract>
  /** The same, with a model in it; `bytes` is asked for only if the engine does not hold it. */
  clientWith(hash: string, bytes: () => Uint8Array): Promise<Client<typeof engineContract>>
  /**
   * Carries out a recipe; a process that ends before its first event is started once more. Resolves after its last event; rejects with a
   * FaultError, `engine` if the process died, or with what `listen` threw.
   */
  run(
    of: {
      recipe: EngineRecipe
      blobs: Record<string, Uint8Array>
      checkpoint: Uint8Array | null
      conclude?: boolean
      pictures?: GivenPictures | null
    },
    listen: (event: EngineEvent) => void,
  ): Promise<void>
  /**
   * Asks the job to end. If it does not within a few seconds, or a few of its steps, or, to keep what it has, falls silent for so long,
   * the process is killed and `run` rejects.
   */
  stop(why: 'cancel' | 'pause'): void
  /** Ends the process for good. */
  close(): void
}

interface Living {
  child: ChildProcess
  client: Client<typeof engineContract>
  words: string[]
}

export interface EngineOptions {
  /** Lowers the priority of the process, 0 to 19, so that windows stay quick. */
  nice: number
  /** Another file for the process. */
  entry?: URL
  /** Milliseconds of work that are lost at most when it is killed, in place of its own choice. */
  checkpointInterval?: number | undefined
}

export function createEngine({ nice, entry = engineEntry, checkpointInterval }: EngineOptions): Engine {
  let living: Living | null = null
  let deadline: NodeJS.Timeout | undefined
  let pace = createStopDeadline()
  let closed = false
  let stopping = false
  /** Whether what is left undone can be done again later, from a checkpoint: then nobody waits for it. */
  let hurried = false

  function start(): Living {
    if (closed) throw engineFault('The lab is closing, so its engine is not started again. What was saved is safe.')
    if (living) return living
    const { NODE_OPTIONS: _dropped, ...environment } = process.env
    // A path and not a URL: Electron sets ELECTRON_RUN_AS_NODE only for string paths, and would start a second app.
    // No flags of ours: with --inspect it would ask for the same port.
    const env = checkpointInterval === undefined ? environment : { ...environment, [checkpointVariable]: String(checkpointInterval) }
    let child: ChildProcess
    try {
      child = fork(fileURLToPath(entry), { serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env, execArgv: [] })
    } catch (error) {
      throw engineFault(notStarted(error))
    }
    const words: string[] = []
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        words.push(...text.split('\n').filter((line) => line.trim() !== '' && !chatter.test(line)))
        words.splice(0, words.length - keptLines)
      })
    }
    if (child.pid !== undefined && nice > 0) {
      try {
        setPriority(child.pid, nice)
      } catch {
        /* a courtesy, not a need */
      }
    }
    const one: Living = { child, client: connect(engineContract, overChild(child as Parameters<typeof overChild>[0])), words }
    const gone = (): void => {
      if (living === one) living = null
    }
    child.on('exit', gone).on('error', gone)
    living = one
    return one
  }

  /** Sends what the engine does not hold of some pictures, a pack at a time: together they may be larger than a message. */
  async function give(client: Living['client'], { dataset, packs, read }: GivenPictures): Promise<void> {
    const { hashes } = await client.missingPacks({ dataset, hashes: [...packs] })
    for (const hash of hashes) {
      if (stopping) throw engineFault('It was stopped before its pictures were sent.')
      await client.takePack({ hash, bytes: read(hash) })
    }
  }

  return {
    client: () => start().client,
    async clientWith(hash, bytes) {
      const ask = async (): Promise<Living['client']> => {
        const { client } = start()
        if (!(await client.holds({ hash })).holds) await client.load({ hash, bytes: bytes() })
        return client
      }
      const { child } = start()
      // A process that was killed while it waited is noticed by the first question to it.
      return ask().catch((error: unknown) => {
        if (faultOf(error).code !== 'engine' || child.pid === undefined) throw error
        return ask()
      })
    },
    async run({ pictures, ...of }, listen) {
      stopping = false
      pace = createStopDeadline()
      for (let again = false; ; again = true) {
        const { client, child, words } = start()
        let spoke = false
        try {
          if (pictures) await give(client, pictures)
          for await (const event of client.run(of)) {
            spoke = true
            pace.heard()
            // What it has is being sent, which may take long: it is not stuck.
            if (!hurried) deadline?.refresh()
            listen(event)
          }
          return
        } catch (error) {
          const fault = faultOf(error)
          if (fault.code !== 'engine') throw error instanceof FaultError ? error : new FaultError(fault)
          // The end of a process is known before the last of its output has been read.
          if (child.stderr && !child.stderr.closed) await Promise.race([new Promise((resolve) => child.once('close', resolve)), wait(500)])
          // It died before the job began, perhaps while nobody asked anything of it; whatever killed it was not this job. Once.
          if (!again && !spoke && !stopping && !closed && child.pid !== undefined) continue
          throw engineFault(words.length > 0 ? `${fault.message} Its last output: ${words.join(' / ')}` : fault.message)
        } finally {
          clearTimeout(deadline)
          deadline = undefined
        }
      }
    },
    stop(why) {
      stopping = true
      const one = living
      if (!one) return
      void one.client.stop({ why }).catch(() => {
        /* it died, which `run` reports */
      })
      hurried = why === 'pause'
      deadline ??= setTimeout(() => one.child.kill('SIGKILL'), pace.patience())
    },
    close() {
      closed = true
      clearTimeout(deadline)
      living?.child.kill('SIGKILL')
      living = null
    },
  }
}
