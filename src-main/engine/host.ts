// The engine process seen from main: started when needed, watched, asked to stop, and killed when it does not.
import { type ChildProcess, fork } from 'node:child_process'
import { setPriority } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { EngineEvent } from '../../src-shared/event.ts'
import { engine as engineFault, FaultError, faultOf } from '../../src-shared/fault.ts'
import type { EngineRecipe } from '../../src-shared/recipe.ts'
import { type Client, connect } from '../../src-shared/rpc.ts'
import { overChild } from '../host/channels.ts'
import { engineContract } from './contract.ts'

/** A step is at most some hundred milliseconds; an engine that has not stopped after this is stuck in native code. */
const patience = 4_000
/** Lines of the engine's own output kept for a failure message. */
const keptLines = 12

/** What TensorFlow says at every start, and of what goes well. */
const chatter = /^(WARNING: All log messages before absl|I\d{4} )/

/** The file of the engine process: beside this one in the source, beside the entries when built. */
const engineEntry = new URL(import.meta.url.endsWith('.ts') ? './child.ts' : './engine.js', import.meta.url)

export interface Engine {
  /** The engine's calls; starts it if it is not running. Throws an `engine` fault once closed. */
  client(): Client<typeof engineContract>
  /** The same, with a model in it; `bytes` is asked for only if the engine does not hold it. */
  clientWith(hash: string, bytes: () => Uint8Array): Promise<Client<typeof engineContract>>
  /** Carries out a recipe. Resolves after its last event; rejects with a FaultError, `engine` if the process died, or with what `listen` threw. */
  run(of: { recipe: EngineRecipe; blobs: Record<string, Uint8Array>; checkpoint: Uint8Array | null }, listen: (event: EngineEvent) => void): Promise<void>
  /** Asks the job to end. If it does not within a few seconds, the process is killed and `run` rejects. */
  stop(why: 'cancel' | 'pause'): void
  /** Ends the process for good. */
  close(): void
}

interface Living { child: ChildProcess; client: Client<typeof engineContract>; words: string[] }

/** `nice` lowers the priority of the process (0 to 19) so that windows stay quick; `entry` is another file for it, in tests. */
export function createEngine({ nice, entry = engineEntry }: { nice: number; entry?: URL }): Engine {
  let living: Living | null = null
  let deadline: NodeJS.Timeout | undefined
  let closed = false

  function start(): Living {
    if (closed) throw engineFault('The lab is closing, so its engine is not started again. What was saved is safe.')
    if (living) return living
    const { NODE_OPTIONS: _dropped, ...environment } = process.env
    // A path and not a URL: Electron sets ELECTRON_RUN_AS_NODE only for string paths, and would start a second app.
    // No flags of ours: with --inspect it would ask for the same port.
    const child = fork(fileURLToPath(entry), { serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: environment, execArgv: [] })
    const words: string[] = []
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        words.push(...text.split('\n').filter((line) => line.trim() !== '' && !chatter.test(line)))
        words.splice(0, words.length - keptLines)
      })
    }
    if (child.pid !== undefined && nice > 0) {
      try { setPriority(child.pid, nice) } catch { /* a courtesy, not a need */ }
    }
    const one: Living = { child, client: connect(engineContract, overChild(child as Parameters<typeof overChild>[0])), words }
    const gone = (): void => { if (living === one) living = null }
    child.on('exit', gone).on('error', gone)
    living = one
    return one
  }

  return {
    client: () => start().client,
    async clientWith(hash, bytes) {
      const { client } = start()
      if (!(await client.holds({ hash })).holds) await client.load({ hash, bytes: bytes() })
      return client
    },
    async run(of, listen) {
      const { client, child, words } = start()
      try {
        for await (const event of client.run(of)) listen(event)
      } catch (error) {
        const fault = faultOf(error)
        if (fault.code !== 'engine') throw error instanceof FaultError ? error : new FaultError(fault)
        // The end of a process is known before the last of its output has been read.
        if (!child.stderr?.closed) await Promise.race([new Promise((resolve) => child.once('close', resolve)), wait(500)])
        throw engineFault(words.length > 0 ? `${fault.message} Its last words: ${words.join(' / ')}` : fault.message)
      } finally {
        clearTimeout(deadline)
        deadline = undefined
      }
    },
    stop(why) {
      const one = living
      if (!one) return
      void one.client.stop({ why }).catch(() => { /* it died, which `run` reports */ })
      deadline ??= setTimeout(() => one.child.kill('SIGKILL'), patience)
    },
    close() {
      closed = true
      clearTimeout(deadline)
      living?.child.kill('SIGKILL')
      living = null
    },
  }
}
