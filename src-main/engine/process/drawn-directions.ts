// Directions of a layer drawn as pictures, each by an ascent of its own.
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { objectiveKey } from '../../../src-shared/recipe/objective.ts'
import type { AtlasRecipe, GridRecipe } from '../../../src-shared/recipe/analyses.ts'
import { ascendRecipe } from '../../../src-shared/recipe/recipe.ts'
import { pictureShape } from '../../../src-shared/network/network-info.ts'
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { contactSheet } from '../../image/contact-sheet.ts'
import type { Picture } from '../../image/png.ts'
import { rgbOf } from '../../image/side.ts'
import { unitRange } from '../../image/unit-range.ts'
import { windows } from '../../image/windows.ts'
import { activationsOf, meansOverSpace, placesOf } from '../../science/analyses/activations.ts'
import type { Direction } from '../../science/analyses/directions.ts'
import type { Network } from '../../science/networks/network.ts'
import { type AscentProgram, ascentProgram, programKey } from '../../science/visualization/ascent-program.ts'
import { startAscent } from '../../science/visualization/ascent.ts'
import { ascentOptimizerOf } from '../../science/visualization/optimizers/index.ts'
import { transformOf } from '../../science/visualization/transform.ts'
import { tf } from '../../tensorflow/tf.ts'
import { newTrack, readCheckpoint, writeCheckpoint } from './ascent-film.ts'
import { ascentBatches, type AscentLimits, ascentLimits } from './ascent-batches.ts'
import { spaceOf } from './ascent-space.ts'
import type { JobContext } from './job.ts'

/** First steps in which a picture that nothing moves is helped: lucid's. */
const redirected = 16

/**
 * A picture for each direction, 8 bit, as the network takes them; null where there is no direction, or as a whole when the job was asked to
 * stop: then a checkpoint has what is done. Directions that are the same are drawn once.
 */
export async function drawnDirections(
  network: Network,
  recipe: GridRecipe | AtlasRecipe,
  directions: readonly Direction[],
  context: JobContext,
  limits: AscentLimits = ascentLimits,
): Promise<(Uint8Array | null)[] | null> {
  const { model, layer, parameterization: space, transforms, optimizer: rule, steps, seed } = recipe
  const specs = directions.map(({ unit }) => unit && directionSpec(layer, unit))
  const objectives = specs.filter((spec) => spec !== null)
  const climb = ascendRecipe.parse({
    kind: 'ascend',
    model,
    objectives: [{ kind: 'layer', layer }],
    parameterization: space,
    transforms,
    optimizer: rule,
    steps,
    seed,
    frames: 0,
  })
  const [height, width, channels] = pictureShape(network.info)
  const owned: tf.Tensor[] = []
  const pictures = new Map<string, Uint8Array>()
  let program: AscentProgram | null = null
  try {
    const { parameterization, canvas } = spaceOf(climb, network, context, owned)
    const optimizer = ascentOptimizerOf(rule, steps)
    const transform = transformOf(transforms, canvas, [height, width], network.info.input.background)
    const batches = ascentBatches({ ...climb, objectives }, { network, parameterization, optimizer, canvas }, limits)
    // The pictures of the batches before stand where an ascent keeps the frames of its film.
    const begun = context.resume ? readCheckpoint(context.resume) : null
    const done = begun?.present?.track.frames ?? []
    for (const [number, share] of batches.entries()) {
      const climbing = { network, seed, parameterization, transform, penalty: null, optimizer, redirected, ...share }
      let finished = done[number]
      if (!finished) {
        if (program?.key !== programKey(climbing)) {
          program?.dispose()
          program = null
          program = ascentProgram(climbing)
        }
        const ascent = startAscent(climbing, program, begun?.batch === number ? begun.present?.state : undefined)
        const track = { ...newTrack(climbing), frames: done.slice(0, number) }
        const save = (): Uint8Array =>
          writeCheckpoint({ batch: number, outcomes: [], present: { state: ascent.state(), track }, curves: {} })
        try {
          while (ascent.step < steps) {
            if (await context.yieldTurn()) {
              if (context.stopping === 'pause') context.checkpoint(save, true)
              return null
            }
            context.checkpoint(save)
            ascent.advance()
            context.progress('drawing directions', number * steps + ascent.step, batches.length * steps)
          }
          finished = windows(ascent.pictures('last'), canvas, [height, width], channels)
        } finally {
          ascent.dispose()
        }
      }
      done[number] = finished
      const each = size([height, width, channels])
      share.objectives.forEach((spec, at) => pictures.set(objectiveKey(spec), finished.subarray(at * each, (at + 1) * each)))
    }
    return specs.map((spec) => spec && pictures.get(objectiveKey(spec))!)
  } finally {
    program?.dispose()
    tf.dispose(owned)
  }
}

/** How purely a picture is to be in its direction: with the dot product alone, one bright pattern would do for all of them. */
const power = 2
const directionSpec = (layer: string, unit: Float32Array): ObjectiveSpec => ({ kind: 'direction', layer, vector: [...unit], power })

/** Mean activations over space of each picture in the layer; null where there is none. */
export function answersOf(network: Network, layer: string, pictures: readonly (Uint8Array | null)[]): (Float32Array | null)[] {
  const [height, width, channels] = placesOf(network, layer)
  return pictures.map((picture) => {
    if (!picture) return null
    return meansOverSpace(activationsOf(network, layer, unitRange(picture)), height * width, channels)[0]!
  })
}

/** Pictures as one, in rows of `columns`; black where there is none. */
export function sheetOf(network: Network, pictures: readonly (Uint8Array | null)[], columns: number): Picture {
  const [height, width, channels] = pictureShape(network.info)
  const black = new Uint8Array(height * width * 3)
  return contactSheet(
    pictures.map((one) => (one ? rgbOf(one, channels) : black)),
    [height, width],
    columns,
  )
}
