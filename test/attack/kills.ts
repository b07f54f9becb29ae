// Kills of the engine and of the whole lab at random moments of every kind of run; each must end as one that nobody disturbed.
import { isDeepStrictEqual } from 'node:util'
import { openLab } from '../../src-main/lab.ts'
import { everyKind, outcomeOf, recipeOf } from '../fixtures/every-kind.ts'
import { killEngines, killHost, moment } from '../fixtures/kills.ts'
import { carryOut, newFolder, openIn } from '../fixtures/library.ts'
import type { Attack } from './report.ts'

export const kills: Attack = async ({ rounds, random, fell }) => {
  const calm = await openIn(newFolder())
  const whole = new Map<string, string>()
  let [engines, labs, fromCheckpoint] = [0, 0, 0]
  try {
    for (const kind of everyKind) whole.set(kind, (await carryOut(calm, recipeOf(kind, calm, whole))).id)
    for (let round = 0; round < rounds; round++) {
      // A new library each time, so that nothing of an earlier round is taken over; each kind makes what the next ones build on.
      const folder = newFolder()
      for (const kind of everyKind) {
        const recipe = recipeOf(kind, calm, whole)
        const lab = await openLab({ folder, starter: false, checkpointInterval: 1 })
        const told = await killEngines(lab, recipe, 3, () => moment(random, 120))
        engines += told.kills
        fromCheckpoint += told.checkpoints
        if (!isDeepStrictEqual(await outcomeOf(lab, told.id), await outcomeOf(calm, whole.get(kind)!)))
          fell(`round ${round}, ${kind}: another result after ${told.kills} kills of its engine`)
        await lab.close()

        let { id, killed } = await killHost(folder, { recipe }, moment(random, 120))
        for (let again = 0; killed && again < 3; again++) {
          labs++
          ;({ killed, id } = await killHost(folder, { resume: id }, again === 2 ? Infinity : moment(random, 120)))
        }
        const after = await openIn(folder)
        for (const damage of after.store.check()) fell(`round ${round}, ${kind}: ${damage}`)
        if (!isDeepStrictEqual(await outcomeOf(after, id), await outcomeOf(calm, whole.get(kind)!)))
          fell(`round ${round}, ${kind}: another result after kills of the lab`)
        await after.close()
      }
    }
    return `${everyKind.length} kinds, ${engines} kills of engines (${fromCheckpoint} gone on from a checkpoint), ${labs} of whole labs`
  } finally {
    await calm.close()
  }
}
