// The lab: store, engines, queue, handlers and site, put together. Both hosts and the command line start this and nothing else.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { contract } from '../src-shared/contract.ts'
import { json } from '../src-shared/run/event.ts'
import { type Channel, type Client, connect, serve } from '../src-shared/rpc/rpc.ts'
import type { Run } from '../src-shared/run/run.ts'
import { createBackupDownloads } from './exchange/backup-download.ts'
import { createEventBus } from './runs/event-bus.ts'
import { createEngine, type Engine } from './engine/client.ts'
import { createHandlers } from './handlers.ts'
import { memoryPair } from './transport/transports.ts'
import { createSite } from './app/site.ts'
import type { Lab } from './app/lab-api.ts'
import { checkRecipe } from './runs/parents.ts'
import { createQueue } from './runs/queue.ts'
import { sweep } from './runs/sweep.ts'
import { reproduce } from './paper/experiments.ts'
import { addStarter } from './exchange/starter.ts'
import { createPictureSessions } from './exchange/pictures/sessions.ts'
import { openStore, type Store } from './store/open.ts'
import { createNetworkStaging } from './exchange/networks/staging.ts'
import { createTransfer } from './exchange/transfer.ts'
import { version } from './app/version.ts'

export interface LabOptions {
  /** The library folder; made if it is not there. */
  folder: string
  /** Who shows the page: "electron", "browser" or "command line". */
  host?: string
  /** Built pages; without them the lab has no site to show, which the command line does not need. */
  rendererFolder?: string
  /** The finished runs that ship with the lab are put into an empty library. */
  starter?: boolean
  /** Milliseconds between two checkpoints of a run, in place of the engine's own choice. */
  checkpointInterval?: number
}

/** The lab as the command line sees it: the same calls as the page's, without a wire, and what stands behind them. */
export interface OpenLab extends Lab {
  client: Client<typeof contract>
  store: Store
  /** The engine that answers questions. */
  interactive: Engine
  /** Resolves when a run has ended, however it did. */
  ended(id: string): Promise<Run>
}

/** Opens the library and starts serving. Throws a FaultError `storage` when the library cannot be opened; nothing is then changed. */
export async function openLab(options: LabOptions): Promise<OpenLab> {
  const store = openStore(options.folder)
  try {
    if ((options.starter ?? true) && store.readOnly === null) await addStarter(store)
    return labOver(store, options)
  } catch (error) {
    store.close()
    throw error
  }
}

function labOver(store: Store, options: LabOptions): OpenLab {
  // The working engine gives way to windows and to questions; 10 is halfway down.
  const engines = {
    batch: createEngine({ nice: 10, checkpointInterval: options.checkpointInterval }),
    interactive: createEngine({ nice: 2, checkpointInterval: options.checkpointInterval }),
  }
  const eventBus = createEventBus((run) => store.runs.networksOf(run))
  const queue = createQueue({
    store,
    eventBus,
    engines,
    composite: (recipe, stage) => (recipe.kind === 'sweep' ? sweep(recipe, stage, store) : reproduce(recipe, stage, store)),
    check: (recipe) => checkRecipe(recipe, store),
    appVersion: version,
  })
  const backups = createBackupDownloads(store)
  const transfer = createTransfer(store, eventBus)
  const staging = createNetworkStaging({ store, eventBus, interactive: engines.interactive })
  const pictures = createPictureSessions(store, eventBus)
  const handlers = createHandlers({
    store,
    queue,
    eventBus,
    interactive: engines.interactive,
    backups,
    staging,
    pictures,
    folder: options.folder,
    version,
    host: options.host ?? 'command line',
  })
  const rendererFolder =
    options.rendererFolder ?? fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../out/renderer' : '../renderer', import.meta.url))
  const site = createSite({
    rendererDir: existsSync(rendererFolder) ? rendererFolder : '',
    artifact: (hash) => store.artifacts.read(hash),
    routes: { ...transfer.routes, backup: backups.route },
    takes: { ...transfer.takes, network: staging.take, pictures: pictures.take },
    report: (error) => console.error(error),
  })
  const [inside, outside] = memoryPair()
  serve(contract, handlers, inside)
  /** Does something to every job in hand, the waiting ones first so that none of them takes the place of another. */
  async function all(act: (id: string) => void): Promise<void> {
    const { queued, running } = queue.jobs()
    for (const { id } of [...queued, ...running]) act(id)
    await Promise.all(running.map(({ id }) => queue.ended(id)))
  }
  return {
    site,
    store,
    interactive: engines.interactive,
    ended: (id) => queue.ended(id),
    client: connect(contract, outside),
    connect(channel: Channel) {
      serve(contract, handlers, channel)
    },
    jobs: {
      running() {
        const [one] = queue.jobs().running
        return one
          ? { run: one.id, title: one.name, fraction: one.progress ? one.progress.done / Math.max(1, one.progress.total) : 0 }
          : null
      },
      subscribe: (listener) => queue.onChange(listener),
      pauseAll: () => all((id) => queue.pause(id)),
      stopAll: () => all((id) => queue.cancel(id)),
    },
    settings: { get: (key) => store.settings.get(key), set: (key, value) => store.settings.put(key, json.parse(value)) },
    async close() {
      await queue.close()
      inside.close()
      backups.close()
      await pictures.close()
      store.close()
    },
  }
}
