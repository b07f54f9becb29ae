// Every call and stream between a page (or the command line) and the lab, on one page.
import { z } from 'zod'
import { framing, picturesRecipe } from './domains/pictures/settings.ts'
import { comparison } from './run/replay-comparison.ts'
import { json, notice, runEvent } from './run/event.ts'
import { figure } from './run/figure.ts'
import { keptFields, keptJson } from './rpc/json.ts'
import { foundNetwork, readingAnswer, stageId } from './network/found-network.ts'
import { modelHeader } from './network/model-file.ts'
import { preprocessing } from './network/preprocessing.ts'
import { questions } from './network/questions.ts'
import { hash, recipe, recipeKind, trainingRecipe } from './recipe/recipe.ts'
import { background, classNames } from './recipe/imported-network.ts'
import { bytes } from './rpc/bytes.ts'
import { call, stream } from './rpc/rpc.ts'
import { modelMeta } from './run/results/training.ts'
import { artifact, run, runOrigin, runState } from './run/run.ts'
import { runVisualizations } from './run/visualization.ts'
import { unreadableDetail, unreadableRun } from './run/unreadable-run.ts'

const nothing = z.object({})
const id = z.string().min(1).max(64)
const byId = z.object({ id })

/** A run with all that a page shows of it; `unreadable`: its parts whose record this version cannot read. */
export const runDetail = z.object({ run, artifacts: z.array(artifact), children: z.array(run), unreadable: z.array(unreadableRun) })
export type RunDetail = z.output<typeof runDetail>
export const modelEntry = z.object({
  hash,
  run: id,
  name: z.string(),
  created: z.number(),
  starter: z.boolean(),
  origin: runOrigin,
  meta: modelMeta,
  /** Made by a reproduction for itself. */
  part: z.boolean(),
  /** Pixels of a picture's side; null where its recipe is of no training. */
  size: z.int().nullable(),
  /** Of an autoencoder: its test error as a share of that of all-black pictures; null where that is not known. */
  errorShare: z.number().nullable(),
})
export type ModelEntry = z.output<typeof modelEntry>
/** A sampled curve; `total` is how many points were recorded in the range asked for. */
export const curve = z.object({ series: z.string(), total: z.int(), points: z.array(z.tuple([z.number(), z.number()])) })
export type Curve = z.output<typeof curve>
export const doctorRow = z.object({ name: z.string(), value: z.string(), ok: z.boolean(), hint: z.string() })
export type DoctorRow = z.output<typeof doctorRow>
/** The work in hand: what runs now, what waits, in order. */
export const jobs = z.object({ running: z.array(run), queued: z.array(run) })
export type Jobs = z.output<typeof jobs>
export const savedItem = z.object({ id, kind: z.string(), name: z.string(), created: z.number(), body: json })
export type SavedItem = z.output<typeof savedItem>

/**
 * How far a copy of the library is, in pages of its file; at the end the file, its size in bytes, and the address at which it can be
 * fetched once.
 */
export const backupStep = z.object({
  done: z.number(),
  total: z.number(),
  file: z.object({ url: z.string(), name: z.string(), size: z.int() }).nullable(),
})
export type BackupStep = z.output<typeof backupStep>

/** What a user may change of a run. */
export const runPatch = z
  .object({
    name: z.string().min(1).max(200),
    note: z.string().max(20_000),
    tags: z.array(z.string().min(1).max(40)).max(40),
    starred: z.boolean(),
    archived: z.boolean(),
    /** true puts it in the Trash, false takes it out. */
    trashed: z.boolean(),
  })
  .partial()
export type RunPatch = z.output<typeof runPatch>

/** How many top-level runs there are; those in the Trash or the archive count only there. */
export const runCounts = z.object({ shown: z.int(), starred: z.int(), archived: z.int(), trashed: z.int() })
export const runFilter = z
  .object({
    search: z.string().max(200),
    kinds: z.array(recipeKind),
    states: z.array(runState),
    origins: z.array(runOrigin),
    starred: z.boolean(),
    archived: z.enum(['hide', 'only', 'all']),
    trashed: z.boolean(),
    /** null: top-level runs only; an id: that run's children. */
    parent: z.string().nullable(),
    /** Only runs whose recipe builds on this artifact, such as a network. */
    input: hash,
    limit: z.int().min(1).max(1000),
    /** The `next` of the page before. */
    before: z.string().max(60),
  })
  .partial()
export type RunFilter = z.output<typeof runFilter>

export const visualizationQuery = z.object({
  model: hash,
  /** Without it, all. */
  origins: z.array(runOrigin).optional(),
  /** The `next` of the page before. */
  before: z.string().max(60).optional(),
})
export type VisualizationQuery = z.output<typeof visualizationQuery>
/** Newest run first; `next` is null once there are no older ones. */
export const visualizationPage = z.object({ runs: z.array(runVisualizations), next: z.string().nullable() })
export type VisualizationPage = z.output<typeof visualizationPage>

export const contract = {
  about: call({
    input: nothing,
    output: z.object({
      version: z.string(),
      host: z.string(),
      folder: z.string(),
      platform: z.string(),
      cores: z.int(),
      readOnly: z.boolean(),
      notices: z.array(notice),
    }),
  }),
  doctor: call({ input: nothing, output: z.array(doctorRow) }),

  /**
   * `unreadable`: runs of this page of the list whose record this version cannot read; they count like any other. A page may be shorter
   * than its limit.
   */
  listRuns: call({
    input: runFilter,
    output: z.object({ runs: z.array(run), unreadable: z.array(unreadableRun), next: z.string().nullable(), counts: runCounts }),
  }),
  getRun: call({ input: byId, output: runDetail }),
  /** What is known of a run whose record cannot be read, by its key; null if it can be read. */
  getUnreadable: call({ input: byId, output: z.object({ found: unreadableDetail.nullable() }) }),
  /**
   * Archives a run or puts it into the Trash (false takes it out) without reading its record, so that one which cannot be read is not in
   * the way.
   */
  putAway: call({ input: z.object({ id, archived: z.boolean().optional(), trashed: z.boolean().optional() }), output: nothing }),
  /** Queues a recipe. With `reuse`, a finished run of the same recipe is returned instead of running it again. */
  startRun: call({
    input: z.object({ recipe, name: z.string().max(200).optional(), reuse: z.boolean().optional() }),
    output: z.object({ id, reused: z.boolean() }),
  }),
  /** The newest finished run of just this recipe, by this version's science and outside the Trash; null where there is none. */
  finishedRun: call({ input: z.object({ recipe }), output: z.object({ id: id.nullable() }) }),
  /**
   * Seconds a recipe takes on this machine, from runs recorded here or, for a training, from what `timeTraining` found; null when neither
   * is known.
   */
  estimate: call({ input: z.object({ recipe }), output: z.object({ seconds: z.number().nullable() }) }),
  /**
   * Finds out how fast a network like this learns here, so that `estimate` can tell. Once for each network and size of picture, and only
   * while nothing is at work.
   */
  timeTraining: call({ input: z.object({ recipe: trainingRecipe }), output: nothing }),
  /** Stops a run and keeps what it has, labelled as partial. */
  cancelRun: call({ input: byId, output: nothing }),
  pauseRun: call({ input: byId, output: nothing }),
  resumeRun: call({ input: byId, output: nothing }),
  /** Ends a paused or interrupted training where it stands: its network is tested and kept. */
  concludeRun: call({ input: byId, output: nothing }),
  /** Puts a waiting run at the head of the queue. */
  hastenRun: call({ input: byId, output: nothing }),
  /**
   * How many runs outside the Trash, that are no parts, were made with what these runs or their parts made; and the names of the newest
   * few.
   */
  dependents: call({ input: z.object({ ids: z.array(id).max(10_000) }), output: z.object({ count: z.int(), names: z.array(z.string()) }) }),
  updateRun: call({ input: z.object({ id, patch: runPatch }), output: run }),
  /** Deletes for good; only from the Trash. */
  purgeRun: call({ input: byId, output: nothing }),
  /** Carries the same recipe out again as a new run. */
  replayRun: call({ input: byId, output: z.object({ id }) }),
  /** Size in bytes of the state that a finished training ended in, from which it can be trained longer; null when none is kept. */
  trainingState: call({ input: byId, output: z.object({ bytes: z.int().nullable() }) }),
  /** A new run of a finished training's recipe with more epochs, which begins where that one ended. */
  trainLonger: call({ input: z.object({ id, epochs: z.int().min(1).max(1000) }), output: z.object({ id }) }),
  /**
   * Whether two runs have the same results, byte for byte; where not, what their records name differently and how far apart each result is.
   */
  compareArtifacts: call({ input: z.object({ id, other: id }), output: comparison }),
  /** Without `series` all of them; `points` bounds the answer, keeping the extremes. */
  readMetrics: call({
    input: z.object({
      id,
      series: z.array(z.string()).optional(),
      from: z.number().optional(),
      to: z.number().optional(),
      points: z.int().min(2).max(200_000).optional(),
    }),
    output: z.array(curve),
  }),
  figures: call({ input: byId, output: z.array(figure) }),

  listModels: call({ input: nothing, output: z.array(modelEntry) }),
  modelHeader: call({ input: z.object({ hash }), output: modelHeader }),
  /** The pictures made of what a network looks for. Runs of which newer ones of the same page have all pictures are left out. */
  visualizations: call({ input: visualizationQuery, output: visualizationPage }),
  // classify, respond, activationMaps, decode, encode: network/questions.ts, since the engine is asked them as well.
  ...questions,

  // A network of one's own: its files are sent one by one (see `networkPath`), then read and tried. Nothing is kept before `keepNetwork`.
  /** What the files say. Throws `invalid`, in words, for what cannot be read. */
  readNetwork: call({ input: z.object({ stage: stageId, side: z.int().min(8).max(1024).optional() }), output: foundNetwork }),
  /** What it says of pictures of its own size under each way of reading them, [readings][pictures]; empty where it tells no classes. */
  tryNetwork: call({
    input: z.object({ stage: stageId, readings: z.array(preprocessing).min(1).max(16), pictures: bytes }),
    output: z.object({ answers: z.array(readingAnswer) }),
  }),
  keepNetwork: call({
    input: z.object({ stage: stageId, name: z.string().max(200), preprocessing, background, classNames }),
    output: z.object({ id, model: hash }),
  }),
  /** Forgets the files; reading that goes on is stopped. */
  dropNetwork: call({ input: z.object({ stage: stageId }), output: nothing }),

  getSetting: call({ input: z.object({ key: z.string().max(100) }), output: z.object({ value: json }) }),
  setSetting: call({ input: z.object({ key: z.string().max(100), value: keptJson }), output: nothing }),
  /** Puts these fields among those that the setting has: for what several windows keep parts of, so that none takes back another's. */
  mergeSetting: call({ input: z.object({ key: z.string().max(100), value: keptFields }), output: nothing }),
  listSaved: call({ input: z.object({ kind: z.string().max(40) }), output: z.array(savedItem) }),
  save: call({ input: z.object({ kind: z.string().max(40), name: z.string().max(200), body: keptJson }), output: savedItem }),
  removeSaved: call({ input: byId, output: nothing }),

  /** Begins an import of pictures, which are then sent in parts: see domains/pictures/upload.ts. */
  beginPictures: call({ input: z.object({ framing, classes: picturesRecipe.shape.classes }), output: byId }),
  /** Records the pictures that have come as a run. `outside`: pictures that were left out since they belong to no class. */
  finishPictures: call({
    input: z.object({ id, name: z.string().min(1).max(200), outside: z.array(z.string().max(4000)).max(1000) }),
    output: z.object({ run: id }),
  }),
  /** Ends an import; nothing of it is kept. */
  cancelPictures: call({ input: byId, output: nothing }),

  /** Copies the library into one file, also while work goes on. Leaving the stream stops the copying. */
  backUp: stream({ input: nothing, output: backupStep }),
  /** What runs say. Pictures may be dropped when the page is slow; nothing else is. */
  watch: stream({ input: z.object({ run: id.optional() }), output: runEvent }),
  watchJobs: stream({ input: nothing, output: jobs }),
}
export type LabContract = typeof contract
