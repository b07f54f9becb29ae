// Laws of the robust preset in a network of large pictures: it is carried out whole, and shows more structure than free pixels do.
import { afterAll, expect, test } from 'vitest'
import { presetFor, type VisualizationPreset } from '../../src-shared/recipe/ascent-presets.ts'
import { random } from '../../src-shared/math/random.ts'
import { ascendRecipe } from '../../src-shared/recipe/recipe.ts'
import { climbIn } from '../../src-main/engine/process/jobs/ascend.ts'
import type { Operation } from '../../src-shared/network/operations/index.ts'
import { readPng } from '../../src-main/image/png.ts'
import { graphNetwork } from '../../src-main/science/networks/graph-network.ts'
import { recordingContext } from '../fixtures/job-context.ts'

const side = 80
const conv = (name: string, input: string): Operation => ({
  op: 'conv',
  name,
  inputs: [input],
  kernel: name,
  strides: [2, 2],
  dilations: [1, 1],
  pads: [1, 1, 1, 1],
  groups: 1,
})
const relu6 = (name: string, input: string): Operation => ({
  op: 'activation',
  name,
  inputs: [input],
  of: { kind: 'clip', low: 0, high: 6 },
})
const kernel = (name: string, shape: number[]) =>
  [
    name,
    {
      shape,
      values: random(1, name)
        .fillNormal(new Float32Array(shape.reduce((product, one) => product * one, 1)))
        .map((one) => one / 3),
    },
  ] as const
const network = graphNetwork(
  {
    input: { height: side, width: side, channels: 3 },
    nodes: [conv('first', 'input'), relu6('first.relu', 'first'), conv('second', 'first.relu'), relu6('second.relu', 'second')],
    outputs: ['second.relu'],
  },
  new Map([kernel('first', [3, 3, 3, 8]), kernel('second', [3, 3, 8, 8])]),
)
afterAll(() => network.dispose())

async function made(preset: VisualizationPreset) {
  const context = recordingContext()
  const input = { height: side, width: side, channels: 3, ownDataset: false }
  const recipe = ascendRecipe.parse({
    kind: 'ascend',
    model: 'a'.repeat(64),
    objectives: [{ kind: 'channel', layer: 'second.relu', channel: 0 }],
    ...presetFor(preset, input),
    steps: 60,
    frames: 2,
  })
  await climbIn(network, recipe, context)
  return (kind: string) => context.artifacts.get(`${kind}/second.relu:0/0`)
}
/** Mean difference of neighbours beside that of pixels far apart: 1 for noise, near 0 for smooth pictures. */
function roughness(png: Uint8Array): number {
  const { rgb, width, height } = readPng(png)
  let [near, far, pairs] = [0, 0, 0]
  for (let y = 0; y < height; y++)
    for (let x = 0; x + 37 < width; x++) {
      const at = 3 * (y * width + x)
      near += Math.abs(rgb[at]! - rgb[at + 3]!)
      far += Math.abs(rgb[at]! - rgb[at + 3 * 37]!)
      pairs++
    }
  expect(far / pairs).toBeGreaterThan(1)
  return near / far
}

test('it paints a canvas, keeps the window of the network, raises the unit, and is smoother than free pixels', async () => {
  const [naive, robust] = [await made('naive'), await made('robust')]
  const picture = robust('pictures')!
  expect(readPng(picture.bytes)).toMatchObject({ width: side, height: side })
  expect(readPng(robust('canvases')!.bytes)).toMatchObject({ width: side + 12, height: side + 12 })
  expect(naive('canvases')).toBeUndefined()
  expect(picture.meta['score']).toBeGreaterThan(Number(picture.meta['scoreFirst']))
  expect(picture.meta['method']).toContain('as in photographs')
  expect(roughness(picture.bytes)).toBeLessThan(0.8 * roughness(naive('pictures')!.bytes))
})
