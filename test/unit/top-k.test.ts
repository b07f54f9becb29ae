// Law of the best few: whatever comes in whatever pieces, the result is that of sorting everything.
import { describe, expect, it } from 'vitest'
import { random } from '../../src-shared/math/random.ts'
import { createTop, type Ranked } from '../../src-main/science/latent/top-k.ts'

/** The independent computation: sort all samples by falling score, then rising number. */
function bruteForce(scores: Float32Array, objectives: number, objective: number, size: number): Ranked[] {
  return Array.from({ length: scores.length / objectives }, (_, sample) => ({ sample, score: scores[sample * objectives + objective]! }))
    .filter(({ score }) => !Number.isNaN(score))
    .sort((a, b) => b.score - a.score || a.sample - b.sample)
    .slice(0, size)
}

/** Few different values, so that ties abound. */
function coarse(count: number, seed: number): Float32Array {
  return random(seed, 'scores')
    .fillNormal(new Float32Array(count))
    .map((value) => Math.round(value * 4) / 4)
}

describe('the best of many objectives', () => {
  it.each([
    [1, 1, 500],
    [5, 8, 997],
    [40, 3, 300],
    [7, 64, 50],
  ])('equals a full sort: %i objectives, %i places, %i samples', (objectives, size, samples) => {
    for (const scores of [coarse(samples * objectives, 1), random(2, 'fine').fillNormal(new Float32Array(samples * objectives))]) {
      const top = createTop(objectives, size)
      const stream = random(3, 'chunks')
      for (let first = 0; first < samples; ) {
        const count = Math.min(samples - first, 1 + stream.integer(64))
        top.offer(scores.subarray(first * objectives, (first + count) * objectives), first, count)
        first += count
      }
      for (let objective = 0; objective < objectives; objective++)
        expect(top.of(objective)).toEqual(bruteForce(scores, objectives, objective, size))
    }
  })

  it('does not depend on the order in which samples come', () => {
    const scores = coarse(400 * 3, 5)
    const top = createTop(3, 6)
    for (const sample of random(1, 'order').shuffle(Array.from({ length: 400 }, (_, at) => at)))
      top.offer(scores.subarray(sample * 3, sample * 3 + 3), sample, 1)
    for (let objective = 0; objective < 3; objective++) expect(top.of(objective)).toEqual(bruteForce(scores, 3, objective, 6))
  })

  it('passes over what is not a number and keeps what is infinite', () => {
    const scores = Float32Array.of(NaN, -Infinity, 2, NaN, Infinity, -Infinity)
    const top = createTop(1, 4)
    top.offer(scores, 0, 6)
    expect(top.of(0)).toEqual(bruteForce(scores, 1, 0, 4))
    expect(top.of(0).map(({ sample }) => sample)).toEqual([4, 2, 1, 5])
  })

  it('looks only at as many rows as it is told to', () => {
    const top = createTop(1, 2)
    top.offer(Float32Array.of(1, 9), 0, 1)
    expect(top.of(0)).toEqual([{ sample: 0, score: 1 }])
  })

  it('goes on from its state as if there had been no break', () => {
    const scores = coarse(300 * 4, 9)
    const whole = createTop(4, 5)
    whole.offer(scores, 0, 300)
    const first = createTop(4, 5)
    first.offer(scores, 0, 3)
    const second = createTop(4, 5, first.state())
    second.offer(scores.subarray(3 * 4), 3, 297)
    expect(second.state()).toEqual(whole.state())
    expect(() => createTop(3, 5, first.state())).toThrow(/another number of objectives/)
  })

  it('counts the places that changed hands', () => {
    const top = createTop(2, 1)
    expect(top.offer(Float32Array.of(1, 1), 0, 1)).toBe(2)
    expect(top.offer(Float32Array.of(0, 1), 1, 1)).toBe(0)
    expect(top.offer(Float32Array.of(2, 0), 2, 1)).toBe(1)
  })
})
