// A training made longer: as if it had never stopped, by the bytes; and what is refused.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runJob } from '../../src-main/engine/process/jobs/index.ts'
import { estimate, networkOf } from '../../src-main/runs/duration.ts'
import { type OpenLab, openLab } from '../../src-main/lab.ts'
import { oneCycle, oneCycles } from '../../src-main/science/training/one-cycle.ts'
import { sha256 } from '../../src-main/store/hashes.ts'
import { classifierRecipe, recipe as recipeSchema, type TrainingRecipe } from '../../src-shared/recipe/recipe.ts'
import { recipeFaults } from '../../src-shared/recipe/recipe-check.ts'
import { trainingStateHeader } from '../../src-shared/run/training-state.ts'
import { recordingContext } from '../fixtures/job-context.ts'
import { tinyAutoencoder, tinyClassifier } from '../fixtures/tiny-trainings.ts'

const modelOf = (context: ReturnType<typeof recordingContext>): Uint8Array => context.artifacts.get('model')!.bytes

it('each stretch of the schedule is one cycle, whatever comes after it', () => {
  for (let step = 0; step < 40; step++) {
    expect(oneCycles(step, [40], 0.01)).toBe(oneCycle(step, 40, 0.01))
    expect(oneCycles(step, [40, 25, 3], 0.01)).toBe(oneCycle(step, 40, 0.01))
    if (step < 25) expect(oneCycles(40 + step, [40, 25, 3], 0.01)).toBe(oneCycle(step, 25, 0.01))
  }
})

describe.each([
  ['a classifier', tinyClassifier],
  ['an autoencoder', tinyAutoencoder],
] as const)('%s trained longer', (_name, make) => {
  it('has the bytes of the same stretches in one go', async () => {
    const first = recordingContext()
    const short = make({ epochs: 2 }) as TrainingRecipe
    await runJob(short, first)
    const state = first.checkpoints.at(-1)!
    const whole = { ...short, epochs: 3, phases: [2, 1] }
    const continues = { model: sha256(modelOf(first)), state: sha256(state) }
    const blobs = { [continues.model]: modelOf(first), [continues.state]: state }
    const longer = recordingContext({ blobs })
    const [summary, atOnce] = [await runJob({ ...whole, continues }, longer), recordingContext()]
    expect(summary['epochs']).toBe(3)
    expect(await runJob(whole, atOnce)).toEqual(summary)
    expect(sha256(modelOf(longer))).toBe(sha256(modelOf(atOnce)))
    expect(sha256(modelOf(longer))).not.toBe(continues.model)
    // And the state it ends in is that of one go too, so that it can be made longer again.
    expect(sha256(longer.checkpoints.at(-1)!)).toBe(sha256(atOnce.checkpoints.at(-1)!))
    expect(longer.points.filter((one) => one.series === 'learning-rate')).toEqual(
      atOnce.points.filter((one) => one.series === 'learning-rate' && one.step > trainingStateHeader(state).header.step),
    )

    // What does not fit together is refused in words, before a step is taken.
    await expect(runJob({ ...whole, epochs: 5, phases: [3, 2], continues }, recordingContext({ blobs }))).rejects.toThrow(/continues after/)
    const other = { model: continues.model, state: sha256(modelOf(first)) }
    await expect(
      runJob({ ...whole, continues: other }, recordingContext({ blobs: { ...blobs, [other.state]: modelOf(longer) } })),
    ).rejects.toThrow(/state of a training|another network/)
    await expect(
      runJob(
        { ...whole, continues: { ...continues, model: sha256(modelOf(longer)) } },
        recordingContext({ blobs: { ...blobs, [sha256(modelOf(longer))]: modelOf(longer) } }),
      ),
    ).rejects.toThrow(/not from the same training/)
  }, 60_000)
})

describe('a recipe with stretches', () => {
  const hash = 'a'.repeat(64)
  it('names them all, and those before its own when it goes on from another', () => {
    const one = tinyClassifier({ epochs: 4 })
    expect(recipeSchema.safeParse({ ...one, phases: [3, 2] }).error?.issues[0]?.message).toMatch(/epochs of the stretches add up/)
    expect(recipeSchema.safeParse({ ...one, continues: { model: hash, state: hash } }).error?.issues[0]?.message).toMatch(
      /names the stretches before/,
    )
    expect(recipeSchema.safeParse({ ...one, phases: [3, 1], continues: { model: hash, state: hash } }).success).toBe(true)
  })
  it('is refused when what it goes on from is something else', () => {
    const one = classifierRecipe.parse({
      ...tinyClassifier({ epochs: 4 }),
      phases: [3, 1],
      continues: { model: hash, state: 'b'.repeat(64) },
    })
    expect(recipeFaults(one, () => ({ kind: 'other', media: 'text/html' }))).toEqual([
      expect.stringMatching(/a classifier is needed/),
      expect.stringMatching(/the state of a training is needed/),
    ])
    expect(recipeFaults(one, () => undefined).join(' ')).toMatch(/not in this library/)
  })
})

describe('in a library', () => {
  const folder = mkdtempSync(join(tmpdir(), 'phosphene-longer-'))
  let lab: OpenLab
  beforeAll(async () => {
    lab = await openLab({ folder, starter: false })
  })
  afterAll(async () => {
    await lab.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const run = async (recipe: TrainingRecipe, name?: string) => {
    const { id } = await lab.client.startRun({ recipe, ...(name === undefined ? {} : { name }) })
    return lab.ended(id)
  }

  it('a finished training goes on as a new run, whose replay has the same bytes; an old one says what to do instead', async () => {
    const first = await run(tinyClassifier({ epochs: 2 }), 'Mine, 2 epochs')
    expect((await lab.client.trainingState({ id: first.id })).bytes).toBeGreaterThan(0)
    const longer = await lab.ended((await lab.client.trainLonger({ id: first.id, epochs: 1 })).id)
    expect(longer).toMatchObject({
      state: 'finished',
      name: 'Mine, 3 epochs',
      summary: { epochs: 3 },
      recipe: { epochs: 3, phases: [2, 1] },
    })
    const steps = lab.store.metrics.read(longer.id, 'train/loss').map(({ step }) => step)
    expect(steps.slice(0, lab.store.metrics.read(first.id, 'train/loss').length)).toEqual(
      lab.store.metrics.read(first.id, 'train/loss').map(({ step }) => step),
    )
    expect(steps).toEqual([...steps].sort((a, b) => a - b))

    const again = await lab.ended((await lab.client.replayRun({ id: longer.id })).id)
    expect((await lab.client.compareArtifacts({ id: again.id, other: longer.id })).same).toBe(true)
    // The state that the first one keeps for it is no result of its own: its replay is the same.
    const before = await lab.ended((await lab.client.replayRun({ id: first.id })).id)
    expect((await lab.client.compareArtifacts({ id: before.id, other: first.id })).same).toBe(true)
    // Only what is still to be learnt takes time: by the one speed that is known of a network of another size.
    const elsewhere = (recipe: TrainingRecipe): TrainingRecipe => ({ ...recipe, dataset: { ...recipe.dataset, size: 32 } })
    const seconds = (recipe: TrainingRecipe): number | null =>
      estimate(elsewhere(recipe), lab.store, new Map([[networkOf(elsewhere(recipe)), 100]]))
    expect(seconds(longer.recipe as TrainingRecipe)).toBe(seconds(tinyClassifier({ epochs: 1 })))
    expect(seconds({ ...longer.recipe, continues: undefined } as TrainingRecipe)).toBe(seconds(tinyClassifier({ epochs: 3 })))

    // Of finished trainings the newest keep their state, and those with a star.
    await lab.client.updateRun({ id: before.id, patch: { starred: true } })
    expect((await lab.client.trainingState({ id: again.id })).bytes).toBeGreaterThan(0)
    expect(lab.store.checkpoints.thinOutFinished(1)).toBe(2)
    expect((await lab.client.trainingState({ id: longer.id })).bytes).toBeNull()
    expect((await lab.client.trainingState({ id: again.id })).bytes).toBeGreaterThan(0)
    lab.store.checkpoints.thinOutFinished(0)
    expect((await lab.client.trainingState({ id: again.id })).bytes).toBeNull()
    expect((await lab.client.trainingState({ id: before.id })).bytes).toBeGreaterThan(0)
    // The first one's is a result by now, and stays.
    expect((await lab.client.trainingState({ id: first.id })).bytes).toBeGreaterThan(0)
    await expect(lab.client.trainLonger({ id: again.id, epochs: 2 })).rejects.toThrow(/not kept.*new training of 5 epochs/)
  }, 120_000)
})

it('a paused training that is concluded keeps the network of the step it stopped at, and is stopped', async () => {
  const paused = recordingContext({ stopAt: (turn) => (turn === 6 ? 'pause' : null) })
  await runJob(tinyClassifier(), paused)
  const resume = paused.checkpoints.at(-1)!
  const kept = recordingContext({ resume, conclude: true })
  const summary = await runJob(tinyClassifier(), kept)
  const { step } = trainingStateHeader(resume).header
  expect(step).toBeGreaterThan(0)
  expect(summary['epochs']).toBe(step / 12)
  expect(kept.whole).toBe(false)
  expect(kept.artifacts.has('model')).toBe(true)
  expect(kept.points.filter((one) => one.series === 'train/loss')).toEqual([])
})
