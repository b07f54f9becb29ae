// The engine process seen from main: started when needed, watched, asked to stop, and killed when it does not.
import { type ChildProcess, fork } from 'node:child_process'
import { setPriority } from 'node:os'
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

export interface Engine {
  /** The engine's calls; starts it if it is not running. */
  client(): Client<typeof engineContract>
  /** Carries out a recipe. Resolves with the last event's words; rejects with a FaultError, `engine` if the process died. */
  run(of: { recipe: EngineRecipe; blobs: Record<string, Uint8Array>; checkpoint: Uint8Array | null }, listen: (event: EngineEvent) => void): Promise<void>
  /** Asks the job to end. If it does not within a few seconds, the process is killed and `run` rejects. */
  stop(why: 'cancel' | 'pause'): void
  /** Ends the process. */
  close(): void
}

/** `entry` is the file of the engine process; `nice` lowers its priority (0 to 19) so that windows stay quick. */
export function createEngine({ entry, nice }: { entry: URL; nice: number }): Engine {
  let living: { child: ChildProcess; client: Client<typeof engineContract>; words: string[] } | null = null
  let deadline: NodeJS.Timeout | undefined

  function start(): NonNullable<typeof living> {
    if (living) return living
    // A path and not a URL: Electron sets ELECTRON_RUN_AS_NODE only for string paths, and would start a second app.
    const path = fileURLToPath(entry)
    const { NODE_OPTIONS: _dropped, ...environment } = process.env
    const child = fork(path, { serialization: 'advanced', stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: environment })
    const words: string[] = []
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        words.push(...text.split('\n').filter((line) => line.trim() !== ''))
        words.splice(0, words.length - keptLines)
      })
    }
    if (child.pid !== undefined && nice > 0) {
      try { setPriority(child.pid, nice) } catch { /* a courtesy, not a need */ }
    }
    const one = { child, client: connect(engineContract, overChild(child as Parameters<typeof overChild>[0])), words }
    child.on('exit', () => { if (living === one) living = null })
    child.on('error', () => { if (living === one) living = null })
    living = one
    return one
  }

  return {
    client: () => start().client,
    async run(of, listen) {
      const { client, words } = start()
      try {
        for await (const event of client.run(of)) listen(event)
      } catch (error) {
        const fault = faultOf(error)
        if (fault.code !== 'engine') throw error instanceof FaultError ? error : new FaultError(fault)
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
      clearTimeout(deadline)
      living?.child.kill('SIGKILL')
      living = null
    },
  }
}
