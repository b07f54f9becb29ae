// A walk's own line to the service, to have networks trained before the page is looked at, and to ask what the page has brought about.
import { WebSocket } from 'ws'
import { contract, type LabContract } from '../../src-shared/contract.ts'
import type { Recipe } from '../../src-shared/recipe/recipe.ts'
import { type Client, connect } from '../../src-shared/rpc/rpc.ts'
import { socketPath } from '../../src-shared/rpc/wire.ts'
import { overSocket, type PageSocket } from '../../src-renderer/lab/transports.ts'
import type { Service } from './lab.ts'

export type LabClient = Client<LabContract>

/** Asks the service as a page would. `close` when done. */
export function lineTo(service: Service): { client: LabClient; close: () => void } {
  const url = new URL(socketPath, service.url)
  const { origin } = url
  url.protocol = 'ws'
  const channel = overSocket(new WebSocket(url, { origin }) as unknown as PageSocket)
  return { client: connect(contract, channel), close: () => channel.close() }
}

/** Carries out a recipe to its end and returns the hash of its network; throws if it did not finish. */
export async function train(client: LabClient, recipe: Recipe, name: string): Promise<string> {
  const { id } = await client.startRun({ recipe, name })
  for (;;) {
    const { run, artifacts } = await client.getRun({ id })
    if (run.state === 'finished') {
      const model = artifacts.find((one) => one.name === 'model')
      if (!model) throw new Error(`${name} left no network.`)
      return model.hash
    }
    if (run.state !== 'queued' && run.state !== 'running') throw new Error(`${name} is ${run.state}: ${run.fault?.message}`)
    await new Promise((resolve) => {
      setTimeout(resolve, 100)
    })
  }
}
