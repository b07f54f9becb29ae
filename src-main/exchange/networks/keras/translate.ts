// From Keras's description of a model and its weights to the lab's list of operations.
import { networkLimits, type ReadNetwork, type ReadOptions, shown } from '../kind.ts'
import { refused } from '../refusal.ts'
import { createBuilder } from '../builder.ts'
import { entryValue } from '../picture.ts'
import { translateLayer } from './layers/index.ts'
import { pictureOf } from './picture.ts'
import { createSites, type WeightSource, type Writer } from './site.ts'
import { type LayerSpec, readTopology } from './topology.ts'

/** A model as its container gives it. */
export interface Contained {
  /** The JSON of the outermost model: { class_name, config }. */
  readonly topology: unknown
  readonly weights: WeightSource
  readonly writer: Writer
}

/** Throws `invalid` for a layer that is not read, weights that are missing or do not fit, and a description that makes no sense. */
export function translate(
  { topology, weights, writer }: Contained,
  options: ReadOptions,
): Pick<ReadNetwork, 'graph' | 'weights' | 'notes' | 'listed' | 'anySize'> {
  const outer = readTopology(topology)
  const picture = pictureOf(outer, options)
  const builder = createBuilder(picture.input)
  const walk = createWalk(createSites(builder, weights, writer))
  const outputs = walk([outer], [entryValue(builder, picture)])
  return { ...builder.finish(outputs), notes: [...builder.notes], anySize: picture.open }
}

type Walk = (path: readonly LayerSpec[], given: readonly string[]) => string[]

/** Adds the layers of a model, called with these values, and names its answers. */
function createWalk(siteOf: ReturnType<typeof createSites>): Walk {
  let calls = 0

  return function walk(path, given) {
    const model = path.at(-1)!.model!
    const answers = new Map<LayerSpec, string[][]>(model.layers.map((layer) => [layer, []]))
    model.inputs.forEach(({ layer }, at) => {
      if (given[at] !== undefined) answers.set(layer, [[given[at]]])
    })
    const waiting = new Set<string>()

    function call(layer: LayerSpec, at: number): string[] {
      if (++calls > 4 * networkLimits.nodes) throw refused('it calls its layers more often than can be followed')
      const values = (model.calls.get(layer)?.[at] ?? []).map((one) =>
        typeof one === 'number' ? one : answers.get(one.layer)![one.call]![one.answer],
      )
      if (values.some((one) => one === undefined)) throw refused(`the layer “${shown(layer.name)}” is given a value that there is not`)
      const full = values as (string | number)[]
      if (layer.model)
        return walk(
          [...path, layer],
          full.filter((one) => typeof one === 'string'),
        )
      return [translateLayer(siteOf({ path: [...path, layer], given: full }))]
    }

    /** Every call after those that it needs, without recursion: a chain may be long. */
    function settle(first: LayerSpec, firstCall: number): void {
      const open = [{ layer: first, at: firstCall }]
      for (let top = open.at(-1); top; top = open.at(-1)) {
        const { layer, at } = top
        const known = answers.get(layer)!
        const wanted = model.calls.get(layer)?.[at]
        if (!wanted) throw refused(`the layer “${shown(layer.name)}” is said to be used more often than it is`)
        const missing = known[at] ? undefined : wanted.find((one) => typeof one !== 'number' && !answers.get(one.layer)![one.call])
        const key = `${at} ${layer.name}`
        if (missing !== undefined && typeof missing !== 'number') {
          if (waiting.has(key) && open.some((one, place) => place < open.length - 1 && one.layer === layer && one.at === at))
            throw refused(`the layer “${shown(layer.name)}” needs its own answer`)
          waiting.add(key)
          open.push({ layer: missing.layer, at: missing.call })
          continue
        }
        known[at] ??= call(layer, at)
        waiting.delete(key)
        open.pop()
      }
    }

    for (const layer of model.layers) (model.calls.get(layer) ?? []).forEach((_, at) => settle(layer, at))
    return model.outputs.map(({ layer, call: at, answer }) => {
      const value = answers.get(layer)?.[at]?.[answer]
      if (value === undefined) throw refused(`its answer, the layer “${shown(layer.name)}”, is not computed`)
      return value
    })
  }
}
