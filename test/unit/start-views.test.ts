// Each start of an ascent is shaken by a stream of its own, so that start 1 of several can be set beside the only start of another run.
import { expect, test } from 'vitest'
import { type AscentSpec, viewsOf } from '../../src-main/science/visualization/ascent-spec.ts'
import { transformOf } from '../../src-main/science/visualization/transform.ts'
import { visualizationPresets } from '../../src-shared/recipe/ascent-presets.ts'

test('the first of four starts sees the views of the only one, the others see others', () => {
  const transform = transformOf(visualizationPresets.robust.transforms, 48, 48)
  const views = (starts: number): number[] => [...viewsOf({ starts, seed: 1, transform } as AscentSpec)]
  const [one, four] = [views(1), views(4)]
  expect(four).toHaveLength(4 * one.length)
  expect(four.slice(0, one.length)).toEqual(one)
  expect(four.slice(one.length, 2 * one.length)).not.toEqual(one)
})
