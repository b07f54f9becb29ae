// How long an engine that was asked to stop is waited for: as long as it goes on sending what it has, and no longer.
import { afterEach, expect, test, vi } from 'vitest'
import { createEngine } from '../../src-main/engine/client.ts'
import { tinyDataset } from '../fixtures/tiny-recipes.ts'

const entry = new URL('../fixtures/slow-engine.ts', import.meta.url)
afterEach(() => {
  vi.useRealTimers()
})

/**
 * Stops a job again and again, with `gap` milliseconds between; each time it sends one more result. Returns what was heard, and whether it
 * ended by itself.
 */
async function heardOf(why: 'cancel' | 'pause', gap: number): Promise<{ results: number; ended: boolean }> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const engine = createEngine({ nice: 0, entry })
  let results = 0
  try {
    await engine.run({ recipe: tinyDataset(), blobs: {}, checkpoint: null }, (event) => {
      if (event.type === 'artifact') results++
      if (event.type === 'done') return
      // After the present event has been dealt with.
      setImmediate(() => {
        vi.advanceTimersByTime(gap)
        engine.stop(why)
      })
    })
    return { results, ended: true }
  } catch {
    return { results, ended: false }
  } finally {
    engine.close()
  }
}

test('an engine that goes on sending is not stuck, however long it takes in all', async () => {
  expect(await heardOf('cancel', 3_000)).toEqual({ results: 4, ended: true })
})

test('one that falls silent is ended', async () => {
  expect((await heardOf('cancel', 5_000)).ended).toBe(false)
})

test('for a pause nobody waits: what is not sent can be made again from the checkpoint', async () => {
  expect((await heardOf('pause', 3_000)).ended).toBe(false)
})
