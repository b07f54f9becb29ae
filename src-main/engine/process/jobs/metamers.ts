// Pictures that a layer can hardly tell from a given one, each from noise of its own.
import { packBinary } from '../../../../src-shared/network/binary.ts'
import { pictureShape } from '../../../../src-shared/network/network-info.ts'
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import { keep } from '../../../../src-shared/run/results/form.ts'
import { metamersResults } from '../../../../src-shared/run/results/analyses.ts'
import { bytesOf } from '../../../image/contact-sheet.ts'
import { unitRange } from '../../../image/unit-range.ts'
import { activationsOf, lengthOf } from '../../../science/analyses/activations.ts'
import { noiseOf, startMetamers } from '../../../science/analyses/metamer.ts'
import { picturesWithin } from '../../../science/networks/memory.ts'
import type { Network } from '../../../science/networks/network.ts'
import { ascentOptimizerOf } from '../../../science/visualization/optimizers/index.ts'
import { pictureIn, pngOf, toldOf, withNetwork } from '../analysed-network.ts'
import type { Job } from '../job.ts'

const { artifacts } = metamersResults

interface Progress {
  batch: number
  step: number
  /** Distances of those that are done, and how many of them are still of the picture's class. */
  distances: number[]
  kept: number
}

export const metamersJob: Job<'metamers'> = (recipe, context) =>
  withNetwork(recipe, context, async (network) => {
    const { layer, starts, steps, seed } = recipe
    const picture = pictureIn(recipe.picture)
    const target = activationsOf(network, layer, picture)
    const length = lengthOf(target)
    if (length === 0) throw invalid(`Nothing in ${layer} fires for this picture, so every picture is as good. Choose another layer.`)
    const optimizer = ascentOptimizerOf(recipe.optimizer, steps)
    const besides = 4 * picture.length * (4 + 2 * optimizer.slots)
    const together = picturesWithin({ info: network.info, wanted: [layer], gradient: true, besides }, starts)
    const own = toldOf(network, picture)
    const { header, arrays } = context.resume ? read(context.resume) : { header: null, arrays: [] }
    const done = header ?? { batch: 0, step: 0, distances: [], kept: 0 }
    if (!header) keep(context.artifact, artifacts.picture, '', pngOf(network, picture), { told: own })
    const distance = (to: Float32Array): number => lengthOf(activationsOf(network, layer, to).map((one, at) => one - target[at]!)) / length
    const batches = Math.ceil(starts / together)
    for (; done.batch < batches; done.batch++) {
      const list = Array.from({ length: Math.min(together, starts - done.batch * together) }, (_, at) => done.batch * together + at)
      const resumed = header !== null && arrays.length > 0 && done.step > 0
      const climb = { network, layer, target, length, starts: list, seed, optimizer }
      const work = startMetamers(climb, done.step, resumed ? arrays.splice(0) : undefined)
      try {
        const save = (): Uint8Array => {
          const state = work.state()
          return packBinary(JSON.stringify({ ...done, step: work.step, lengths: state.map((one) => one.length) }), state)
        }
        while (work.step < steps) {
          if (await context.yieldTurn()) {
            if (context.stopping === 'pause') context.checkpoint(save, true)
            return {}
          }
          context.checkpoint(save)
          work.advance()
          context.progress('coming nearer', done.batch * steps + work.step, batches * steps)
        }
        const all = work.pictures()
        for (const [at, start] of list.entries()) {
          const bytes = bytesOf(all.subarray(at * picture.length, (at + 1) * picture.length))
          const made = unitRange(bytes)
          const told = toldOf(network, made)
          done.distances.push(distance(made))
          if (own && told?.class === own.class) done.kept++
          keep(context.artifact, artifacts.metamer, String(start), pngOf(network, made), {
            layer,
            distance: done.distances.at(-1)!,
            first: distance(noiseOf(network, seed, start)),
            pixels: lengthOf(made.map((one, pixel) => one - picture[pixel]!)) / Math.sqrt(picture.length),
            told,
          })
        }
      } finally {
        work.dispose()
      }
      done.step = 0
    }
    context.complete()
    const mean = done.distances.reduce((sum, one) => sum + one, 0) / done.distances.length
    return { pictures: starts, distance: mean, shifted: shiftedDistance(network, picture, distance), kept: done.kept }
  })

/** How far the activations move when the picture is moved by one pixel to each side, on the mean: a change that hardly anyone would see. */
function shiftedDistance(network: Network, picture: Float32Array, distance: (to: Float32Array) => number): number {
  const [height, width, channels] = pictureShape(network.info)
  const moved = [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ].map(([down, right]) => {
    const out = new Float32Array(size([height, width, channels]))
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const from = [Math.min(height - 1, Math.max(0, y - down!)), Math.min(width - 1, Math.max(0, x - right!))] as const
        for (let channel = 0; channel < channels; channel++)
          out[(y * width + x) * channels + channel] = picture[(from[0] * width + from[1]) * channels + channel]!
      }
    return distance(out)
  })
  return moved.reduce((sum, one) => sum + one, 0) / moved.length
}

function read(bytes: Uint8Array): { header: Progress; arrays: Float32Array[] } {
  const start = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, start))) as Progress & { lengths: number[] }
  let at = start
  const arrays = header.lengths.map((length) => {
    const values = new Float32Array(new Uint8Array(bytes.subarray(at, at + 4 * length)).buffer)
    at += 4 * length
    return values
  })
  return { header, arrays }
}
