// What a job says reaches main at a bearable rate, in order and whole; how long the rest takes is told by the speed of the last steps.
import { expect, test } from 'vitest'
import { createContext, type OwnedContext } from '../../src-main/engine/process/job-context.ts'
import { createForecast } from '../../src-shared/run/forecast.ts'
import type { EngineEvent } from '../../src-shared/run/event.ts'

function synthetic({ checkpoint = null as Uint8Array | null } = {}): {
  context: OwnedContext
  events: EngineEvent[]
  clock: { now: number }
} {
  const clock = { now: 0 }
  const events: EngineEvent[] = []
  return { clock, events, context: createContext({ blobs: {}, checkpoint, emit: (event) => events.push(event), now: () => clock.now }) }
}
const of = <T extends EngineEvent['type']>(events: EngineEvent[], type: T): Extract<EngineEvent, { type: T }>[] =>
  events.filter((event): event is Extract<EngineEvent, { type: T }> => event.type === type)

test('progress is told at most 20 times a second, the curve with it, and the last word is not lost', async () => {
  const { context, events, clock } = synthetic()
  const steps = 5_000
  for (let step = 1; step <= steps; step++) {
    clock.now += 1
    context.metrics([{ series: 'loss', step, value: 1 / step }])
    context.progress('training', step, steps)
    await context.yieldTurn()
  }
  context.flush()
  expect(of(events, 'progress').length).toBeLessThanOrEqual(101)
  expect(of(events, 'progress').length).toBeGreaterThan(40)
  expect(of(events, 'metrics').length).toBeLessThanOrEqual(101)
  expect(of(events, 'progress').at(-1)?.progress).toMatchObject({ done: steps, total: steps })
  expect(of(events, 'metrics').flatMap((event) => event.points.map((point) => point.step))).toEqual(
    Array.from({ length: steps }, (_, at) => at + 1),
  )
})

test('a phase of one step, however often it is told, is told no faster', () => {
  const { context, events, clock } = synthetic()
  for (let at = 0; at < 1_000; at++) {
    clock.now += 1
    context.progress('testing', 1, 1)
  }
  expect(of(events, 'progress').length).toBeLessThanOrEqual(20)
})

test('what was held back is told when the job yields, also when the job says nothing new', async () => {
  const { context, events, clock } = synthetic()
  context.progress('training', 1, 10)
  clock.now += 10
  context.progress('training', 2, 10)
  expect(of(events, 'progress')).toHaveLength(1)
  clock.now += 100
  await context.yieldTurn()
  expect(of(events, 'progress').at(-1)?.progress.done).toBe(2)
})

test('pictures are made at most ten times a second: those that would not be shown are not even made', () => {
  const { context, events, clock } = synthetic()
  let made = 0
  for (let at = 0; at < 1_000; at++) {
    clock.now += 1
    context.pictures(() => {
      made++
      return []
    })
  }
  expect(made).toBeLessThanOrEqual(11)
  expect(of(events, 'picture')).toHaveLength(made)
})

test('what is kept comes after what led to it', () => {
  const { context, events } = synthetic()
  context.progress('training', 1, 10)
  context.progress('training', 2, 10)
  context.metrics([{ series: 'loss', step: 2, value: 1 }])
  context.artifact('model', 'text/plain', new Uint8Array(1), {})
  context.metrics([{ series: 'loss', step: 3, value: 1 }])
  context.checkpoint(() => new Uint8Array(1), true)
  expect(events.map((event) => event.type)).toEqual(['progress', 'progress', 'metrics', 'artifact', 'metrics', 'checkpoint'])
})

test('a checkpoint is made once in ten seconds, or at once when asked', () => {
  const { context, events, clock } = synthetic()
  for (let at = 0; at < 600; at++) {
    clock.now += 100
    context.checkpoint(() => new Uint8Array(1))
  }
  expect(of(events, 'checkpoint').length).toBeLessThanOrEqual(6)
  const before = of(events, 'checkpoint').length
  context.checkpoint(() => new Uint8Array(1), true)
  expect(of(events, 'checkpoint')).toHaveLength(before + 1)
})

test('the first reason to stop stands', async () => {
  const { context } = synthetic()
  expect(await context.yieldTurn()).toBe(false)
  context.stop('pause')
  context.stop('cancel')
  expect(await context.yieldTurn()).toBe(true)
  expect(context.stopping).toBe('pause')
})

test('at an even speed the forecast is exact and falls with the time', () => {
  const forecast = createForecast()
  const told: number[] = []
  for (let done = 0; done <= 1_000; done++) {
    const left = forecast(done, 1_000, done * 20)
    if (left === null) expect(done * 20).toBeLessThan(500)
    else {
      expect(left).toBeCloseTo((1_000 - done) * 0.02, 6)
      told.push(left)
    }
  }
  expect(told).toEqual([...told].sort((a, b) => b - a))
  expect(told.at(-1)).toBe(0)
})

test('a slow start is forgotten: after some seconds the last speed counts', () => {
  const forecast = createForecast()
  let now = 0
  let left: number | null = null
  for (let done = 0; done <= 600; done++) {
    now += done < 10 ? 1_000 : 25
    left = forecast(done, 1_000, now)
  }
  expect(left).toBeCloseTo(400 * 0.025, 6)
})

test('a new phase begins its own forecast, also one that counts further from where the last stood', () => {
  const forecast = createForecast()
  for (let done = 0; done <= 60; done++) forecast(done, 60, done * 100)
  // 60 of 60 at 10 a second; the next phase goes a hundred times faster towards another total.
  expect(forecast(60, 100_000, 6_010)).toBeNull()
  expect(forecast(1_060, 100_000, 7_010)).toBeCloseTo(98.94, 2)
  expect(forecast(10, 100_000, 8_000)).toBeNull()
})

test('a job that is gone on with may cut its checkpoint into arrays, though the wire hands over a Node Buffer', () => {
  const wire = Buffer.from([9, 9, 9, 9, 0, 0, 128, 63, 9, 9, 9, 9]).subarray(4, 8)
  const { context } = synthetic({ checkpoint: wire })
  expect([...new Float32Array(context.resume!.slice().buffer)]).toEqual([1])
})
