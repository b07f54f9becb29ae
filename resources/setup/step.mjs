// A step is done once: what it depends on is kept as its stamp.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, Stopped } from './failure.mjs'
import { get, put } from './files.mjs'
import { locked } from './lock.mjs'
import { LAB } from './places.mjs'
import { progress } from './progress.mjs'

const stampOf = (lab, step) => join(lab, `${step.name}.stamp`)
const done = (lab, step) => step.there() && get(stampOf(lab, step)) === step.key()

/** Does, in order, what of `steps` ({ name, key(), there(), run(line) }) is not done. `tolerant`: a failing one is told and passed over. */
export async function prepare(steps, { lab = LAB, tolerant = false } = {}) {
  if (steps.every((step) => done(lab, step))) return
  mkdirSync(lab, { recursive: true })
  await locked(join(lab, 'lock'), async () => {
    for (const step of steps) {
      if (done(lab, step)) continue
      rmSync(stampOf(lab, step), { force: true })
      const line = progress(step.name)
      try {
        await step.run(line)
        put(stampOf(lab, step), step.key())
        line.end('done in')
      } catch (error) {
        line.end('not done after')
        const failure = error instanceof Failure || error instanceof Stopped ? error : new Failure(`step ${step.name}`, [String(error)])
        failure.step = step.name
        if (!tolerant || failure instanceof Stopped) throw failure
        console.error(failure.text(step.name))
      }
    }
  })
}
