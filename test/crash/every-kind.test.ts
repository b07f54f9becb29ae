// Every kind of run, killed at seeded moments and resumed from the checkpoint that the engine keeps as time passes (each millisecond here,
// each ten seconds otherwise), ends with the bytes, numbers and words of one that nobody disturbed.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLab, type OpenLab } from '../../src-main/lab.ts'
import { random } from '../../src-shared/math/random.ts'
import { everyKind, outcomeOf, recipeOf } from '../fixtures/every-kind.ts'
import { killEngines, killHost, moment } from '../fixtures/kills.ts'
import { carryOut, newFolder, openIn, removeFolders } from '../fixtures/library.ts'

/** The trainings, and how often each is killed: a second time, since a checkpoint of a resumed run is another thing. */
const trainings: Record<string, number> = { classifier: 2, autoencoder: 1, 'variational autoencoder': 2 }
/** Events by which a training has a checkpoint. */
const underWay = 12
let calm: OpenLab
const whole = new Map<string, string>()
beforeAll(async () => {
  calm = await openIn(newFolder())
  for (const kind of everyKind) whole.set(kind, (await carryOut(calm, recipeOf(kind, calm, whole))).id)
})
afterAll(async () => {
  await calm.close()
  removeFolders()
})

test('every kind of run survives the death of its engine', async () => {
  const lab = await openLab({ folder: newFolder(), starter: false, checkpointInterval: 1 })
  const stream = random(1, 'kills')
  const survived = new Map<string, { kills: number; checkpoints: number }>()
  const times = (kind: string): number => (kind === 'another classifier' ? 0 : (trainings[kind] ?? 1))
  try {
    for (const kind of everyKind) {
      // The last kill of a training meets it under way.
      let left = times(kind)
      const next = (): number => Math.max(kind in trainings && --left === 0 ? underWay : 1, moment(stream, 40))
      const told = await killEngines(lab, recipeOf(kind, calm, whole), left, next)
      survived.set(kind, told)
      expect(await outcomeOf(lab, told.id), kind).toEqual(await outcomeOf(calm, whole.get(kind)!))
      // A training keeps the state at its end, to go on from; nothing else keeps anything.
      if (!/classifier|autoencoder/.test(kind)) expect(lab.store.checkpoints.get(told.id), kind).toBeUndefined()
    }
    expect(lab.store.check()).toEqual([])
  } finally {
    await lab.close()
  }
  // The kills met runs at work, and what has checkpoints went on from them.
  expect([...survived.values()].filter(({ kills }) => kills > 0).length).toBeGreaterThan(3)
  for (const kind of Object.keys(trainings)) expect(survived.get(kind)!.checkpoints, kind).toBeGreaterThan(0)
})

test('a reproduction survives the death of its lab', async () => {
  const folder = newFolder()
  const { id, killed } = await killHost(folder, { recipe: recipeOf('reproduction', calm, whole) }, moment(random(2, 'host'), 40))
  expect(killed).toBe(true)
  const lab = await openIn(folder)
  try {
    expect(lab.store.check()).toEqual([])
    await lab.client.resumeRun({ id })
    await lab.ended(id)
    expect(await outcomeOf(lab, id)).toEqual(await outcomeOf(calm, whole.get('reproduction')!))
  } finally {
    await lab.close()
  }
})
