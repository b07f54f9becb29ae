// How far a reproduction is: never backwards, never standing still while a part moves, with a time left that its own speed tells.
import { expect, test } from 'vitest'
import { reproduction } from '../../src-shared/recipe/reproduction-presets.ts'
import { plannedParts, reproductionProgress } from '../../src-shared/run/reproduction-progress.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { sampleRun } from '../crash/store-sample.ts'

const recipe = reproduction('quick')
const planned = plannedParts(recipe)
const part = (at: number, change: Partial<Run>): Run => sampleRun({ name: planned[at]!.name, notices: [], progress: null, ...change })
const running = (at: number, done: number, seconds: number): Run =>
  part(at, { state: 'running', started: 0, seconds, progress: { phase: '', done, total: 100, secondsLeft: null } })
const finished = (to: number, seconds: (at: number) => number = () => 1): Run[] =>
  planned.slice(0, to).map((_, at) => part(at, { seconds: seconds(at) }))

test('the share rises with every part and within each', () => {
  const shares = planned.flatMap((_, at) =>
    [0, 30, 60, 99].map((done) => reproductionProgress(recipe, [...finished(at), running(at, done, 1)], 1000, null).share),
  )
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(new Set(shares).size).toBe(shares.length)
  expect(reproductionProgress(recipe, finished(planned.length), 0, null)).toMatchObject({ share: 1, secondsLeft: 0 })
})

test('the parts to come are listed, each once, in order', () => {
  const { parts } = reproductionProgress(recipe, [...finished(2), running(2, 10, 5)], 7000, null)
  expect(parts.map(({ name }) => name)).toEqual(planned.map(({ name }) => name))
  expect(parts.map(({ state }) => state)).toEqual(['finished', 'finished', 'running', ...Array<string>(planned.length - 3).fill('to come')])
  expect(parts[2]!.seconds).toBe(7)
  expect(plannedParts({ ...recipe, authorEpochs: 0 })).toHaveLength(planned.length - 2)
})

test(
  'the time left is told by the speed of what was carried out, else by what earlier runs took; what was taken from them tells ' + 'nothing',
  () => {
    // Each part took a second for a thousand of its work.
    const speed = (at: number): number => planned[at]!.work / 1000
    const left = planned.slice(9).reduce((sum, one) => sum + one.work, 0) / 1000
    expect(reproductionProgress(recipe, finished(9, speed), 0, 5).secondsLeft).toBeCloseTo(left, 6)
    expect(reproductionProgress(recipe, [], 0, 600).secondsLeft).toBe(600)
    expect(reproductionProgress(recipe, [], 0, null).secondsLeft).toBeNull()
    const taken = finished(9, () => 1e6).map((one) => ({ ...one, notices: [{ level: 'info' as const, code: 'reused', message: '' }] }))
    const whole = planned.reduce((sum, one) => sum + one.work, 0) / 1000
    expect(reproductionProgress(recipe, taken, 0, whole).secondsLeft).toBeCloseTo(left, 6)
  },
)
