// Networks of large pictures: an ascent keeps to the memory it is given, and is stopped within the time its own steps allow.
import { afterAll, expect, test } from 'vitest'
import type { ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { ascendRecipe } from '../../src-shared/recipe/recipe.ts'
import { createStopDeadline } from '../../src-main/engine/stop-deadline.ts'
import { ascentLimits } from '../../src-main/engine/process/ascent-batches.ts'
import { climbIn } from '../../src-main/engine/process/jobs/ascend.ts'
import { largeModel } from '../fixtures/foreign-network.ts'
import { recordingContext } from '../fixtures/job-context.ts'
import { layersNetwork } from '../fixtures/layers-model-network.ts'

const network = await layersNetwork(largeModel())
afterAll(() => network.dispose())
const logits = (...classes: number[]): ObjectiveSpec[] => classes.map((one) => ({ kind: 'logit', class: one }))
const recipe = (objectives: ObjectiveSpec[], steps: number) =>
  ascendRecipe.parse({
    kind: 'ascend',
    model: 'a'.repeat(64),
    objectives,
    transforms: [{ kind: 'jitter', pixels: 8 }],
    optimizer: { kind: 'adam', step: 0.05 },
    steps,
    seed: 1,
    frames: 2,
  })

test('pictures of 224 pixels climb as many at once as the budget allows, and no more memory is taken', async () => {
  // Once before, so that what TensorFlow keeps for itself is there.
  await climbIn(network, recipe(logits(1), 1), recordingContext())
  const memory = 600 * 2 ** 20
  const context = recordingContext()
  const before = process.memoryUsage().rss
  let most = 0
  const watched = {
    ...context,
    async yieldTurn() {
      most = Math.max(most, process.memoryUsage().rss - before)
      return context.yieldTurn()
    },
  }
  await climbIn(network, recipe(logits(0, 1, 2, 3, 998, 999), 2), watched, { ...ascentLimits, memory })
  expect(context.phases.filter((phase) => phase.startsWith('climbing')).length).toBeGreaterThan(1)
  expect(most).toBeLessThan(memory)
  expect([...context.artifacts.keys()].filter((name) => name.startsWith('pictures/'))).toHaveLength(6)
})

test('asked to stop, it is silent for no longer than its steps allow, and keeps what it has', async () => {
  // As main does: how long it may be silent is settled when it is asked, and counts again from everything it says.
  const deadline = createStopDeadline()
  let patience: number | null = null
  let last = 0
  const silences: number[] = []
  const heard = (): void => {
    if (patience !== null) silences.push(performance.now() - last)
    last = performance.now()
    deadline.heard()
  }
  const context = recordingContext({
    stopAt(turn) {
      if (turn < 3) return null
      patience ??= deadline.patience()
      return 'cancel'
    },
  })
  await climbIn(network, recipe(logits(7, 999), 50), {
    ...context,
    progress(phase, done, total) {
      heard()
      context.progress(phase, done, total)
    },
    artifact(...one) {
      heard()
      context.artifact(...one)
    },
  })
  heard()
  expect(silences.length).toBeGreaterThan(2)
  expect(Math.max(...silences)).toBeLessThan(patience!)
  const kept = context.artifacts.get('pictures/logit:999/0')!
  expect(kept.meta['steps']).toBe(2)
})
