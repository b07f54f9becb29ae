// How long a recipe takes follows from what was measured on this machine, and from nothing else.
import { afterAll, expect, test } from 'vitest'
import { estimate, networkOf, type Speeds } from '../../src-main/runs/duration.ts'
import { recipeHash } from '../../src-main/store/hashes.ts'
import { openStore } from '../../src-main/store/open.ts'
import { ascendRecipe, reproducePreset, type ReproduceRecipe } from '../../src-shared/recipe/recipe.ts'
import { reproduction, reproductionWords, trainingsOf } from '../../src-shared/recipe/reproduction-presets.ts'
import { sampleRun } from '../crash/store-sample.ts'
import { newFolder, removeFolders } from '../fixtures/library.ts'

const store = openStore(newFolder())
afterAll(() => {
  store.close()
  removeFolders()
})

const quick = reproduction('quick')
const { classifier, autoencoder, author } = trainingsOf(quick)
/** The networks of a reproduction on a machine `times` as fast as one that learns from 1,500, 800 and 400 pictures a second. */
const speedsOf = (times: number): Speeds =>
  new Map([
    [networkOf(classifier), 1500 * times],
    [networkOf(autoencoder), 800 * times],
    [networkOf(author!), 400 * times],
  ])
const seconds = (recipe: ReproduceRecipe, speeds: Speeds): number => {
  const found = estimate(recipe, store, speeds)
  if (found === null) throw new Error('All three networks were measured.')
  return found
}

test('without a run like it, and without the speed of all its networks, nothing is said of a reproduction', () => {
  expect(estimate(quick, store)).toBeNull()
  for (const missing of speedsOf(1).keys())
    expect(estimate(quick, store, new Map([...speedsOf(1)].filter(([network]) => network !== missing)))).toBeNull()
})

test(
  'a reproduction is told from the speeds of its networks: longer than its trainings, shorter on a faster machine, longer with ' +
    'more of anything',
  () => {
    const [slow, fast] = [seconds(quick, speedsOf(1)), seconds(quick, speedsOf(4))]
    const trainings = [classifier, autoencoder, author!].reduce((sum, one) => sum + estimate(one, store, speedsOf(1))!, 0)
    expect(slow).toBeGreaterThan(trainings)
    // What reading and compiling take is the same; all else is four times as fast.
    expect(fast).toBeLessThan(slow / 2)
    expect(fast).toBeGreaterThan(slow / 4)
    for (const more of [
      { samples: 10 * quick.samples },
      { pixelSteps: 10 * quick.pixelSteps },
      { latentSteps: 10 * quick.latentSteps },
      { authorEpochs: 10 },
    ])
      expect(seconds({ ...quick, ...more }, speedsOf(1))).toBeGreaterThan(slow)
    expect(seconds({ ...quick, authorEpochs: 0 }, speedsOf(1))).toBeLessThan(slow)
  },
)

test('a reproduction that was carried out here counts more than any measuring, one of another origin or preset not at all', () => {
  const speeds = speedsOf(1)
  const told = seconds(quick, speeds)
  const add = (recipe: ReproduceRecipe, origin: 'here' | 'starter', took: number): void => {
    const whole = sampleRun({ recipe, recipeHash: recipeHash(recipe), origin, seconds: took })
    store.runs.create(whole)
    store.runs.create(sampleRun({ parent: whole.id, origin, seconds: took }))
  }
  add(quick, 'starter', 9)
  add(reproduction('tiny'), 'here', 9)
  expect(seconds(quick, speeds)).toBe(told)
  add(quick, 'here', 77)
  expect(seconds(quick, speeds)).toBe(77)
  expect(seconds(reproduction('quick', 5), speeds)).toBe(77)
})

test('the cards promise no time: that is measured', () => {
  for (const preset of reproducePreset.options) expect(Object.values(reproductionWords[preset]).join(' ')).not.toMatch(/second|minute|hour/)
})

test('an ascent takes longer with more views or candidates at each step', () => {
  const own = openStore(newFolder())
  const of = (more: object) =>
    ascendRecipe.parse({ kind: 'ascend', model: 'a'.repeat(64), objectives: [{ kind: 'logit', class: 0 }], starts: 48, ...more })
  own.runs.create(sampleRun({ recipe: of({}), seconds: 64 }))
  const [plain, views, search] = [{}, { draws: 4 }, { optimizer: { kind: 'genetic', step: 0.5, candidates: 40 } }].map(
    (more) => estimate(of(more), own)!,
  )
  expect(views! / plain!).toBeCloseTo((16 + 4 * 48) / 64, 2)
  expect(search! / plain!).toBeCloseTo((16 + (48 * 41) / 3) / 64, 2)
  own.close()
})
