// Networks on their way into the library: files arrive one by one, are read, tried on pictures, and kept or dropped. Nothing of them is in
// the library before it is kept.
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { type FoundNetwork, type readingAnswer, stageId } from '../../../src-shared/network/found-network.ts'
import type { ImportedHeader } from '../../../src-shared/network/model-file.ts'
import type { Preprocessing } from '../../../src-shared/network/preprocessing.ts'
import { FaultError, invalid, missing } from '../../../src-shared/rpc/fault.ts'
import type { Route } from '../../app/site.ts'
import type { Engine } from '../../engine/client.ts'
import type { EventBus } from '../../runs/event-bus.ts'
import { sha256 } from '../../store/hashes.ts'
import type { Store } from '../../store/open.ts'
import { receive, spoken } from '../receiving.ts'
import { computedNetwork, type Computable } from './computed-network.ts'
import { keepNetwork } from './kept-network.ts'
import { readInThread } from './read-in-thread.ts'
import { sourceOf, stagedFiles } from './staged-files.ts'
import { keptFile, stagedNetwork } from './staged-network.ts'

/** What is brought at once, by how many windows ever; the oldest makes room. */
const mostStages = 4
const mostFiles = 1000
const arriving = /^network-[\w-]+\.part$/

interface Stage {
  readonly folder: string
  /** Names as they were brought, by the names of the files they lie in. */
  readonly files: Map<string, string>
  /** What was read, and its file with its SHA-256. */
  network: Computable | null
  readonly stop: AbortController
}

type Chosen = Pick<ImportedHeader, 'preprocessing' | 'background' | 'classNames'>
export interface NetworkStaging {
  /** POST to <stage>/<name>: one file. */
  take: Route
  /** Reads the files; `side` for a network that takes pictures of any size. */
  read(stage: string, side?: number): Promise<FoundNetwork>
  /** What the network says of pictures, 8-bit, of its own size, under each way of reading them; nothing where it tells no classes. */
  try(stage: string, readings: Preprocessing[], pictures: Uint8Array): Promise<z.output<typeof readingAnswer>[]>
  keep(stage: string, name: string, chosen: Chosen): { id: string; model: string }
  drop(stage: string): void
}

export function createNetworkStaging({
  store,
  eventBus,
  interactive,
}: {
  store: Store
  eventBus: EventBus
  interactive: Engine
}): NetworkStaging {
  const stages = new Map<string, Stage>()
  if (store.readOnly === null)
    for (const name of readdirSync(store.folder))
      if (arriving.test(name)) rmSync(join(store.folder, name), { recursive: true, force: true })

  function open(id: string): Stage {
    const known = stages.get(id)
    if (known) return known
    if (store.readOnly !== null) throw invalid(store.readOnly)
    const folder = join(store.folder, `network-${id}.part`)
    mkdirSync(folder, { mode: 0o700 })
    const stage: Stage = { folder, files: new Map(), network: null, stop: new AbortController() }
    stages.set(id, stage)
    for (const old of [...stages.keys()].slice(0, -mostStages)) drop(old)
    return stage
  }
  function drop(id: string): void {
    const stage = stages.get(id)
    if (!stage) return
    stages.delete(id)
    stage.stop.abort(invalid('This import was cancelled. Nothing was changed in your library.'))
    rmSync(stage.folder, { recursive: true, force: true })
  }
  function stageOf(id: string): Stage {
    const stage = stages.get(id)
    if (!stage) throw missing('The files of this network are not here any more. Bring them again; your library is unchanged.')
    return stage
  }
  function networkOf(id: string): NonNullable<Stage['network']> {
    const { network } = stageOf(id)
    if (!network) throw invalid('This network has not been read yet.')
    return network
  }
  const engineWith = ({ hash, bytes }: NonNullable<Stage['network']>): ReturnType<Engine['clientWith']> =>
    interactive.clientWith(hash, () => bytes)

  return {
    take: spoken(async (rest, request) => {
      const [id, encoded, ...more] = rest.split('/')
      if (!id || !stageId.safeParse(id).success || !encoded || more.length > 0 || !request.body) return undefined
      const name = decodeURIComponent(encoded)
      try {
        const stage = open(id)
        if (stage.files.size >= mostFiles) throw invalid(`A network is brought in at most ${mostFiles} files.`)
        const file = String(stage.files.size)
        stage.files.set(file, name)
        await receive(request, join(stage.folder, file), store.folder)
        return Response.json({})
      } catch (error) {
        drop(id)
        // A refusal is an answer: to a status that says failure a browser adds a complaint of its own.
        if (error instanceof FaultError) return Response.json(error.fault)
        throw error
      }
    }),
    async read(id, side) {
      const stage = stageOf(id)
      const files = await stagedFiles([...stage.files].map(([file, name]) => ({ name, path: join(stage.folder, file) })))
      const source = sourceOf(files)
      const read = await readInThread(files, side === undefined ? {} : { side }, stage.stop.signal)
      const staged = stagedNetwork(read, source)
      const { bytes } = keptFile(staged, staged.model.header)
      const network = { ...staged, bytes, hash: sha256(bytes) }
      const found = await computedNetwork(interactive, network)
      stage.network = network
      return found
    },
    async try(id, readings, pictures) {
      const network = networkOf(id)
      if (!network.info.classes) return readings.map(() => [])
      const { answers } = await (await engineWith(network)).tryReadings({ model: network.hash, readings, pictures })
      return answers
    },
    keep(id, name, chosen) {
      const network = networkOf(id)
      const { channels } = network.info.input
      for (const list of [chosen.preprocessing.scale, chosen.preprocessing.shift, chosen.background])
        if (list.length !== channels) throw invalid(`This network has ${channels} channels; what was chosen is for ${list.length}.`)
      if (chosen.classNames && chosen.classNames.length !== network.found.classes)
        throw invalid(`This network tells ${network.found.classes ?? 0} classes, and there are ${chosen.classNames.length} names.`)
      const kept = keepNetwork(store, { name, file: keptFile(network, chosen), info: network.info, parameters: network.found.parameters })
      drop(id)
      eventBus.changed(kept.id)
      return kept
    },
    drop,
  }
}
