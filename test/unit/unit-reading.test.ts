// The numbers that are read of a unit: profiles of classes, likeness of patches, and the words for each measure.
import { describe, expect, it } from 'vitest'
import { className } from '../../src-shared/domains/shapes/classes.ts'
import { climbWords, measureWords, rowKey, rowOf } from '../../src-renderer/visualization/measure.ts'
import { methodName } from '../../src-renderer/visualization/methods.ts'
import { coarse, likeReal, withOthers } from '../../src-renderer/pages/look/patches.ts'
import { byMean, correlation, disagreement, likeness, neighboursOf } from '../../src-renderer/pages/look/profiles.ts'
import type { LayerInfo } from '../../src-renderer/visualization/units.ts'
import { random } from '../../src-shared/math/random.ts'

describe('profiles', () => {
  const classes = [0, 15, 30].map((label) => ({ label }))
  it('rank classes by their means, and units by how alike these are', () => {
    expect(byMean(classes, [1, 3, 2]).map((one) => one.label)).toEqual([15, 30, 0])
    const profiles = [[1, 2, 3], [2, 4, 6], [3, 2, 1], undefined, [5, 5, 5], [1, 2, 4]]
    expect(likeness(profiles, 0)).toEqual([1, 1, -1, 0, 0, expect.closeTo(0.98198, 4)])
    expect(neighboursOf(profiles, 0, 6).map((one) => one.unit)).toEqual([1, 5])
    expect(correlation([1, 1], [2, 3])).toBe(0)
  })
  it('say where the two measures name different classes, and nothing where they do not', () => {
    expect(disagreement(classes, [3, 1, 0], [0.1, 0.5, 0], className)).toBe(
      (
        'The two measures name different classes: the strongest place is highest for white single line, the mean over the picture for ' +
        'white single square (correlation over all classes 0.00). The mean also counts how much of the picture the unit fires on; the ' +
        'strongest place says what it looks for.'
      ).replace('0.00', correlation([3, 1, 0], [0.1, 0.5, 0]).toFixed(2)),
    )
    expect(disagreement(classes, [3, 2.9, 0], [0.5, 0.51, 0], className)).toContain('they agree closely (correlation 1.00)')
    expect(disagreement(classes, [3, 1, 0], [0.3, 0.1, 0], className)).toBeNull()
    expect(disagreement(classes, [0, 0, 0], [0, 0, 0], className)).toBeNull()
    expect(disagreement(classes, undefined, [0, 0, 1], className)).toBeNull()
  })
})

describe('patches', () => {
  const size = 16
  const square = { width: size, height: size }
  const picture = (seed: number): Uint8Array =>
    Uint8Array.from(random(seed, 'patch').fillUniform(new Float32Array(size * size * 3)), (one) => 255 * one)
  const field = { x: 2, y: 3, width: 8, height: 8 }
  it('are most like themselves, wherever in the picture they are', () => {
    const rgb = picture(1)
    const moved = new Uint8Array(rgb.length)
    for (let row = 0; row < 8; row++)
      for (let at = 0; at < 24; at++) moved[((row + 8) * size + 8) * 3 + at] = rgb[((row + 3) * size + 2) * 3 + at]!
    const here = { x: 8, y: 8, width: 8, height: 8 }
    expect(
      likeReal(
        { rgb: moved, field: here },
        [
          { rgb: picture(2), field },
          { rgb, field },
        ],
        square,
      ),
    ).toBeCloseTo(1, 6)
    expect(Math.abs(likeReal({ rgb, field }, [{ rgb: picture(2), field }], square)!)).toBeLessThan(0.3)
    expect(likeReal({ rgb, field }, [], square)).toBeNull()
    expect(likeReal({ rgb, field }, [{ rgb, field: { ...field, width: 7 } }], square)).toBeNull()
  })
  it('of other pictures stand at the same places, one for each as far as there are pictures', () => {
    const [one, other] = [
      { x: 0, y: 0, width: 8, height: 8 },
      { x: 4, y: 2, width: 8, height: 8 },
    ]
    const rgbs = [picture(5), picture(6), picture(7)]
    expect(
      withOthers(
        [
          { rgb: picture(1), field: one },
          { rgb: picture(2), field: other },
        ],
        rgbs,
      ),
    ).toEqual([
      { rgb: rgbs[0], field: one },
      { rgb: rgbs[1], field: other },
    ])
    expect(
      withOthers(
        [
          { rgb: picture(1), field: one },
          { rgb: picture(2), field: other },
        ],
        rgbs.slice(0, 1),
      ),
    ).toHaveLength(1)
  })
  it('are black beyond the edge, and means of blocks where they are large', () => {
    const rgb = new Uint8Array(size * size * 3).fill(255)
    const beyond = coarse({ rgb, field: { x: -8, y: 0, width: 16, height: 16 } }, square)
    expect(beyond).toHaveLength(8 * 8 * 3)
    expect(beyond.filter((one) => one === 0)).toHaveLength(4 * 8 * 3)
    expect(beyond.filter((one) => one === 1)).toHaveLength(4 * 8 * 3)
  })
})

describe('measures', () => {
  const conv: LayerInfo = {
    name: 'conv3',
    units: 8,
    taught: Array.from({ length: 8 }, (_, unit) => unit),
    height: 12,
    width: 12,
    kind: 'conv',
    after: 'conv3.relu',
    activation: 'ReLU',
    names: null,
  }
  const logits: LayerInfo = {
    name: 'logits',
    units: 60,
    taught: Array.from({ length: 60 }, (_, unit) => unit),
    height: 1,
    width: 1,
    kind: 'logits',
    after: null,
    activation: null,
    names: null,
  }
  it('are read after the activation function, and from an older table by the mean', () => {
    expect([rowKey(conv, 2, 'max'), rowKey(logits, 3, 'max')]).toEqual(['conv3.relu:2 max', 'logit:3'])
    const older = new Map([
      ['conv3:2', 'before'],
      ['conv3.relu:2', 'older'],
    ])
    expect(rowOf(older, conv, 2, 'max')).toBe('older')
    expect(rowOf(new Map([...older, ['conv3.relu:2 max', 'new']]), conv, 2, 'max')).toBe('new')
    expect(rowOf<string>(null, conv, 2, 'max')).toBeUndefined()
  })
  it('are said in words', () => {
    expect([
      measureWords(conv, 'max'),
      measureWords(conv, 'mean'),
      measureWords({ ...conv, kind: 'dense' }, 'max'),
      measureWords(logits, 'max'),
    ]).toEqual([
      'activation at the strongest place, after ReLU',
      'activation as a mean over all places, after ReLU',
      'activation after ReLU',
      'logit (the activation before the softmax)',
    ])
    const [before, after] = [
      { after: false, place: null },
      { after: true, place: null },
    ]
    expect([
      climbWords(conv, before),
      climbWords(conv, { ...after, place: { x: 3, y: 4 } }),
      climbWords({ ...conv, kind: 'dense' }, before),
      climbWords({ ...conv, kind: 'dense', after: null, activation: null }, before),
      climbWords(logits, before),
    ]).toEqual(['mean over the picture, before ReLU', 'at (3, 4), after ReLU', 'before ReLU', 'activation', 'logit'])
  })
  it('stand beside methods by their names', () => {
    expect([methodName('generated', 'search'), methodName('generated'), methodName('naive')]).toEqual([
      'Generated (search)',
      'Generated (climb)',
      'Naive',
    ])
  })
})
