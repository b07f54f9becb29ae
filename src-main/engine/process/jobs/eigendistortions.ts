// The changes of a picture that a layer notices most and least, beside a random one of the same size.
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import { keep } from '../../../../src-shared/run/results/form.ts'
import { type ChangeName, eigendistortionsResults } from '../../../../src-shared/run/results/analyses.ts'
import { activationsOf, lengthOf } from '../../../science/analyses/activations.ts'
import { eigendistortions } from '../../../science/analyses/eigendistortions.ts'
import { layerDerivative } from '../../../science/analyses/layer-derivative.ts'
import { pictureIn, pngOf, toldOf, withNetwork } from '../analysed-network.ts'
import type { Job } from '../job.ts'

const { artifacts } = eigendistortionsResults

export const eigendistortionsJob: Job<'eigendistortions'> = (recipe, context) =>
  withNetwork(recipe, context, async (network) => {
    const { layer, amount, seed } = recipe
    const picture = pictureIn(recipe.picture)
    const activations = activationsOf(network, layer, picture)
    const length = lengthOf(activations)
    if (length === 0) throw invalid(`Nothing in ${layer} fires for this picture, so there is nothing to change. Choose another layer.`)
    const derivative = layerDerivative(network, layer, picture)
    const steps = eigendistortions(derivative, seed)
    let found: ReturnType<typeof steps.next>
    for (found = steps.next(); !found.done; found = steps.next()) {
      context.progress('looking for changes', found.value.done, found.value.total)
      if (await context.yieldTurn()) return {}
    }
    const { exact, ...changes } = found.value
    keep(context.artifact, artifacts.picture, '', pngOf(network, picture), { told: toldOf(network, picture) })
    const scale = amount * Math.sqrt(picture.length)
    for (const name of ['most', 'least', 'random'] as const satisfies ChangeName[]) {
      const { direction, gain } = changes[name]
      const largest = direction.reduce((max, one) => Math.max(max, Math.abs(one)), 0)
      const alone = Float32Array.from(direction, (one) => 0.5 + (0.5 * one) / largest)
      const changed = picture.map((one, at) => one + scale * direction[at]!)
      const moved = lengthOf(activationsOf(network, layer, changed).map((one, at) => one - activations[at]!)) / length
      keep(context.artifact, artifacts.change, name, pngOf(network, alone), { layer })
      keep(context.artifact, artifacts.changed, name, pngOf(network, changed), { layer, gain, moved, told: toldOf(network, changed) })
    }
    context.complete()
    const { most, least, random } = changes
    const { outputs, inputs } = derivative
    return { most: most.gain, least: least.gain, random: random.gain, outputs, inputs, exact }
  })
