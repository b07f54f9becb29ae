// The partner process that does the same work in PyTorch, if there is a Python with torch.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface TorchWork {
  key: string
  kind: 'train-classifier' | 'train-autoencoder' | 'ascend' | 'search'
  [setting: string]: string | number | boolean
}

export interface Torch {
  readonly version: string
  readonly threads: number
  /** Does a work for some seconds and says how many units a second that were, and whether compiled or eager was the faster way. */
  measure(work: TorchWork, seconds: number): Promise<{ perSecond: number; mode: string }>
  stop(): void
}

/** The first of these commands that starts a Python in which torch can be imported; null when there is none. */
export function findPython(candidates: readonly string[]): string | null {
  return candidates.find((command) => spawnSync(command, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0) ?? null
}

/** Starts the partner. `spec` holds the networks, as architectures. Rejects when the process ends before it has answered. */
export async function startTorch(python: string, spec: Record<string, unknown>): Promise<Torch> {
  const child: ChildProcess = spawn(python, [fileURLToPath(new URL('pytorch.py', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting: { resolve(line: string): void; reject(error: Error): void }[] = []
  createInterface({ input: child.stdout! }).on('line', (line) => waiting.shift()?.resolve(line))
  const fail = (error: Error): void => {
    for (const one of waiting.splice(0)) one.reject(error)
  }
  child.on('error', fail)
  child.on('exit', (code) => fail(new Error(`The PyTorch process ended with ${code}; its last words are above.`)))
  child.stdin!.on('error', fail)
  const ask = async (question: unknown): Promise<Record<string, unknown>> => {
    const answer = new Promise<string>((resolve, reject) => waiting.push({ resolve, reject }))
    child.stdin!.write(`${JSON.stringify(question)}\n`)
    return JSON.parse(await answer) as Record<string, unknown>
  }
  const { torch, threads } = await ask(spec)
  return {
    version: String(torch),
    threads: Number(threads),
    async measure(work, seconds) {
      const { perSecond, mode } = await ask({ work, seconds })
      return { perSecond: Number(perSecond), mode: String(mode) }
    },
    stop: () => child.stdin!.end(),
  }
}
