// The contract, fulfilled: each call in a few lines on top of the store, the queue and the engines.
import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { LabContract } from '../src-shared/contract.ts'
import type { RunEvent } from '../src-shared/run/event.ts'
import { internal, invalid, missing, storage } from '../src-shared/rpc/fault.ts'
import { keptJson } from '../src-shared/rpc/json.ts'
import { createStreamBuffer } from '../src-shared/rpc/stream-buffer.ts'
import { decodeModel } from '../src-shared/network/model-file.ts'
import { askedOf, type Question, questionNames } from '../src-shared/network/questions.ts'
import type { Handlers } from '../src-shared/rpc/rpc.ts'
import { type Run, runOrigin, scienceOf } from '../src-shared/run/run.ts'
import type { BackupDownloads } from './exchange/backup-download.ts'
import type { NetworkStaging } from './exchange/networks/staging.ts'
import type { PictureSessions } from './exchange/pictures/sessions.ts'
import type { EventBus } from './runs/event-bus.ts'
import { compareRuns } from './runs/comparison.ts'
import { doctor } from './app/doctor.ts'
import type { Engine } from './engine/client.ts'
import { estimate, networkOf } from './runs/duration.ts'
import { copyCurves, keptState, longerRecipe } from './runs/longer.ts'
import { modelEntries } from './runs/model-entries.ts'
import { createVisualizations } from './runs/visualizations.ts'
import { recipeHash, sha256 } from './store/hashes.ts'
import { recordLimit } from './store/run-row.ts'
import type { Queue } from './runs/queue.ts'
import { figuresOf } from './paper/findings.ts'
import type { Store } from './store/open.ts'

/** All that is saved of a kind is listed in one answer, which must stay well below what one message carries. */
const savedBytes = 16 * 2 ** 20

/** What the handlers stand on. `interactive` answers questions at once, also while the other engine trains. */
export interface Services {
  store: Store
  queue: Queue
  eventBus: EventBus
  interactive: Engine
  backups: BackupDownloads
  staging: NetworkStaging
  pictures: PictureSessions
  folder: string
  version: string
  host: string
}

/** A question to a network goes on to the engine, which is given the network first. */
function passedOn(withModel: (hash: string) => ReturnType<Engine['clientWith']>): Pick<Handlers<LabContract>, Question> {
  const handlers = questionNames.map((name) => {
    const ask = async (input: Parameters<typeof askedOf>[0], signal: AbortSignal): Promise<unknown> =>
      (await withModel(askedOf(input)))[name](input as never, signal)
    return [name, ask] as const
  })
  return Object.fromEntries(handlers) as unknown as Pick<Handlers<LabContract>, Question>
}

export function createHandlers(of: Services): Handlers<LabContract> {
  const { store, queue, eventBus } = of
  function runOf(id: string): Run {
    const run = store.runs.get(id)
    if (!run) throw missing('There is no such run in this library; it may have been deleted for good.')
    return run
  }
  function bytesOf(hash: string): Uint8Array {
    const found = store.artifacts.read(hash)
    if (!found) throw missing(`${hash.slice(0, 12)}… is not in this library.`)
    return found.bytes
  }
  /** The bytes of a network, which are named by their own hash: a damaged one is known before it is looked into. */
  function modelBytes(hash: string): Uint8Array {
    const bytes = bytesOf(hash)
    if (sha256(bytes) !== hash) {
      throw storage(
        'The stored network is damaged: its bytes have changed. Nothing else is affected, and its run still has the recipe. Choose ' +
          'another network, import it again, or replay the run that trained it: on the machine that made it, that gives the same ' +
          'network and repairs this one.',
      )
    }
    return bytes
  }
  const withModel = (hash: string): ReturnType<Engine['clientWith']> => of.interactive.clientWith(hash, () => modelBytes(hash))

  /** Not kept: the library may be opened on another machine. */
  const speeds = new Map<string, number>()
  /** The measuring in hand, if any. */
  let timing: Promise<void> = Promise.resolve()

  return {
    about: () => ({
      version: of.version,
      host: of.host,
      folder: of.folder,
      platform: `${process.platform} ${process.arch}`,
      cores: availableParallelism(),
      readOnly: store.readOnly !== null,
      notices: store.notices,
    }),
    doctor: () => doctor(of),

    listRuns(filter) {
      return { ...store.runs.list({ ...filter, limit: filter.limit ?? 200 }), counts: store.runs.counts() }
    },
    getRun: ({ id }) => ({
      run: runOf(id),
      artifacts: store.artifacts.of(id),
      children: store.runs.children(id),
      unreadable: store.runs.unreadableChildren(id),
    }),
    getUnreadable({ id }) {
      const found = store.runs.unreadable(id)
      if (!found) {
        if (!store.runs.get(id)) throw missing('There is no such run in this library; it may have been deleted for good.')
        return { found: null }
      }
      const record = JSON.stringify(found.cells, null, 2)
      return { found: { run: found.run, artifacts: store.artifacts.of(found.id), record: record.length > recordLimit ? null : record } }
    },
    putAway({ id, archived, trashed }) {
      // What cannot be read cannot be at work, whatever its record says.
      const state = store.runs.unreadable(id) ? null : runOf(id).state
      if (trashed && (state === 'running' || state === 'queued'))
        throw invalid('This run is still working; stop it before you move it to the Trash.')
      store.runs.putAway(id, { archived, ...(trashed === undefined ? {} : { trashed: trashed ? Date.now() : null }) })
      eventBus.changed(id)
      return {}
    },
    startRun: ({ recipe, name, reuse }) =>
      queue.start(recipe, { ...(name === undefined ? {} : { name }), ...(reuse === undefined ? {} : { reuse }) }),
    finishedRun: ({ recipe }) => ({
      id: store.runs.byRecipeHash(recipeHash(recipe), { science: scienceOf(recipe.kind), origins: runOrigin.options })?.id ?? null,
    }),
    estimate: ({ recipe }) => ({ seconds: estimate(recipe, store, speeds) }),
    async timeTraining({ recipe }) {
      const network = networkOf(recipe)
      // Beside other work, or another measuring, it would seem slower than it is.
      const measured = timing.then(async () => {
        if (speeds.has(network) || queue.jobs().running.length > 0) return
        const { picturesPerSecond } = await of.interactive.client().timeTraining({ recipe })
        if (queue.jobs().running.length === 0) speeds.set(network, picturesPerSecond)
      })
      timing = measured.catch(() => {})
      await measured
      return {}
    },
    cancelRun({ id }) {
      runOf(id)
      queue.cancel(id)
      return {}
    },
    pauseRun({ id }) {
      runOf(id)
      queue.pause(id)
      return {}
    },
    resumeRun({ id }) {
      runOf(id)
      queue.resume(id)
      return {}
    },
    concludeRun({ id }) {
      runOf(id)
      queue.conclude(id)
      return {}
    },
    hastenRun({ id }) {
      runOf(id)
      queue.hasten(id)
      return {}
    },
    updateRun({ id, patch }) {
      const { trashed, ...rest } = patch
      const run = runOf(id)
      if (trashed) {
        const atWork = (one: Run | undefined): boolean => one?.state === 'running' || one?.state === 'queued'
        if (atWork(run)) throw invalid(`"${run.name}" is still working; stop it before you move it to the Trash.`)
        const whole = run.parent === null ? undefined : store.runs.get(run.parent)
        if (whole && atWork(whole))
          throw invalid(
            `"${run.name}" is a part of "${whole.name}", which is still working and needs it. Stop that one first, or wait until it ` +
              `has finished.`,
          )
      }
      store.runs.update(id, { ...rest, ...(trashed === undefined ? {} : { trashed: trashed ? Date.now() : null }) })
      eventBus.changed(id)
      return runOf(id)
    },
    dependents: ({ ids }) => store.runs.dependents(ids),
    purgeRun({ id }) {
      store.runs.purge(id)
      eventBus.changed(id)
      return {}
    },
    replayRun({ id }) {
      const run = runOf(id)
      return { id: queue.start(run.recipe, { name: `${run.name.replace(/ \(replay\)$/, '')} (replay)`, replayOf: id }).id }
    },
    trainingState: ({ id }) => ({ bytes: keptState(runOf(id), store)?.length ?? null }),
    trainLonger({ id, epochs }) {
      const { recipe, name } = longerRecipe(runOf(id), epochs, store)
      const { id: made } = queue.start(recipe, { name })
      copyCurves(id, made, store)
      return { id: made }
    },
    compareArtifacts: ({ id, other }) => compareRuns(runOf(id), runOf(other), store),
    readMetrics({ id, series, from, to, points }) {
      runOf(id)
      return store.metrics
        .names(id)
        .filter((one) => !series || series.includes(one))
        .map((one) => ({
          series: one,
          total: store.metrics.count(id, one),
          points: store.metrics.read(id, one, { from, to, points }).map(({ step, value }): [number, number] => [step, value]),
        }))
    },
    figures: ({ id }) => figuresOf(runOf(id), store),

    listModels: () => modelEntries(store),
    modelHeader: ({ hash }) => decodeModel(modelBytes(hash)).header,
    visualizations: createVisualizations(store),
    ...passedOn(withModel),

    readNetwork: ({ stage, side }) => of.staging.read(stage, side),
    tryNetwork: async ({ stage, readings, pictures }) => ({ answers: await of.staging.try(stage, readings, pictures) }),
    keepNetwork: ({ stage, name, ...chosen }) => of.staging.keep(stage, name, chosen),
    dropNetwork({ stage }) {
      of.staging.drop(stage)
      return {}
    },

    getSetting: ({ key }) => ({ value: store.settings.get(key) ?? null }),
    setSetting({ key, value }) {
      store.settings.put(key, value)
      return {}
    },
    mergeSetting({ key, value }) {
      const before = store.settings.get(key) ?? null
      const fields = typeof before === 'object' && before !== null && !Array.isArray(before) ? before : {}
      const merged = keptJson.safeParse({ ...fields, ...value })
      if (!merged.success) throw invalid(merged.error.issues[0]!.message)
      store.settings.put(key, merged.data)
      return {}
    },
    listSaved: ({ kind }) => store.saved.list(kind),
    save({ kind, name, body }) {
      if (store.saved.size(kind) > savedBytes)
        throw invalid(`More than ${savedBytes / 2 ** 20} MiB of this kind are saved already. Nothing was changed; remove some first.`)
      const item = { id: randomUUID(), kind, name, body, created: Date.now() }
      store.saved.put(item)
      return item
    },
    removeSaved({ id }) {
      store.saved.drop(id)
      return {}
    },

    beginPictures: (input) => of.pictures.begin(input),
    finishPictures: (input) => of.pictures.finish(input),
    cancelPictures: (input) => of.pictures.cancel(input),
    backUp: () => of.backups.make(),
    watch({ run }) {
      let leave = (): void => {}
      const events = createStreamBuffer<RunEvent>({
        limit: 20_000,
        lossy: true,
        overflow: () => internal('unreachable: a lossy buffer drops'),
        start() {
          leave = eventBus.watch(events.push, run)
        },
        stop() {
          leave()
        },
      })
      return events.items
    },
    watchJobs() {
      let leave = (): void => {}
      const states = createStreamBuffer<ReturnType<Queue['jobs']>>({
        limit: 64,
        lossy: true,
        overflow: () => internal('unreachable: a lossy buffer drops'),
        start() {
          leave = queue.onChange(() => states.push(queue.jobs()))
          states.push(queue.jobs())
        },
        stop() {
          leave()
        },
      })
      return states.items
    },
  }
}
