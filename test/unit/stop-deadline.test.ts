// An engine that was asked to stop is waited for as long as its steps take, and no longer.
import { expect, test } from 'vitest'
import { createStopDeadline } from '../../src-main/engine/stop-deadline.ts'

/** The patience with an engine that was silent for each of these times in turn, and for `then` milliseconds after it last spoke. */
function patienceAfter(silences: number[], then: number): number {
  let now = 1_000
  const deadline = createStopDeadline(() => now)
  for (const silence of silences) {
    now += silence
    deadline.heard()
  }
  now += then
  return deadline.patience()
}

test('quick steps are given a few seconds, slow ones several of their steps', () => {
  const quick = patienceAfter([60, 80, 60], 20)
  expect(quick).toBe(patienceAfter([], 0))
  expect(quick).toBeGreaterThan(1_000)
  const slow = patienceAfter([60, 9_000, 60], 20)
  expect(slow).toBeGreaterThanOrEqual(2 * 9_000)
  // A later quick step does not make it forget the slow one.
  expect(patienceAfter([9_000, 50, 50, 50], 0)).toBe(slow)
})

test('the step that is under way counts, also when it is the first', () => {
  expect(patienceAfter([], 12_000)).toBeGreaterThanOrEqual(2 * 12_000)
})

test('however slow it was, it is not waited for without end', () => {
  expect(patienceAfter([3_600_000], 0)).toBe(patienceAfter([36_000_000], 0))
})
