// Follows the gradient of an ascent from the objective back to the parameters, layer by layer, to tell why nothing arrives.
import type { GradientCause } from '../../../src-shared/run/dead-gradient.ts'
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import type { AscentSpec } from './ascent-spec.ts'
import { faintGradient } from './ascent.ts'
import { lengthOf } from './optimizers/kind.ts'
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { bytesPerPicture, picturesWithin } from '../networks/memory.ts'
import type { NetworkInfo, Tap } from '../../../src-shared/network/network-info.ts'
import type { Touch } from '../networks/network.ts'
import { compiledOf, readoutsOf, tapsRead } from './objective.ts'
import { scoringOf } from './scoring.ts'

export interface LayerGradient {
  /** Such as "generator.conv2" or "classifier.conv1". */
  layer: string
  /** Length of the gradient with respect to the layer's values before their activation function. */
  norm: number
  /**
   * Share of the layer's units that pass no gradient on: a ReLU below zero, a ReLU6 at either end, or a sigmoid passing less than a
   * millionth; null where all do.
   */
  off: number | null
}

export interface GradientTrace {
  /** Length of the gradient of objective - penalty with respect to the parameters. */
  norm: number
  score: number
  /** Layers with weights, from the parameters to the objective. */
  perLayer: LayerGradient[]
  cause: GradientCause
  /** The layer that stops it, for "relu", "ceiling" and "saturated". */
  at: string | null
}

/** What a sigmoid passes on at 14 from zero: 8e-7 of the gradient. */
const saturation = 14
/** Less than this share passed on by a layer of smooth functions is their doing. A sigmoid at its steepest passes a quarter. */
const shut = 1e-6
/** Products of numbers this small with weights end below the smallest of float32, 1.2e-38 (or 1.4e-45 where denormals are kept). */
const underflow = 1e-30

/** Pictures that are traced together: all activations and their gradients are held at once. */
const together = 16

/** A layer with weights, its tap before the activation function, and the one after it; null where there is none. */
interface Weighted {
  readonly name: string
  readonly before: string
  readonly after: string | null
  readonly activation: string | null
}

const weighted = (taps: readonly Tap[], of: string): Weighted[] =>
  taps
    .filter((tap) => tap.weighted && tap.stage !== 'after')
    .map(({ name, layer, activation }) => {
      const after = taps.find((tap) => tap.layer === layer && tap.stage === 'after')
      return { name: `${of}.${layer}`, before: `${of}.${name}`, after: after ? `${of}.${after.name}` : null, activation }
    })

/**
 * Traces `pictures` (their numbers in the batch) at `params`, [batch, ...shape] in one array, under `views` (of `Ascent.nextViews` or
 * `viewsOf`). Runs eagerly, forward and backward once for every sixteen pictures, and once more for each term of those that are sums.
 */
export function traceGradients(climb: AscentSpec, params: Float32Array, views: Float32Array, pictures: readonly number[]): GradientTrace[] {
  const out: GradientTrace[] = []
  const { info } = climb.network
  const wanted = tapsRead(climb.objectives, info)
  // Nothing is freed before all of a group is done.
  const besides = 8 * bytesPerPicture({ info, wanted, gradient: true })
  const group = picturesWithin({ info, wanted, gradient: true, besides }, together)
  for (let first = 0; first < pictures.length; first += group)
    out.push(...tidied(() => traceSome(climb, params, views, pictures.slice(first, first + group))))
  return out
}

function traceSome(climb: AscentSpec, params: Float32Array, views: Float32Array, pictures: readonly number[]): GradientTrace[] {
  const { network, objectives, given, parameterization, transform, penalty } = climb
  const wanted = tapsRead(objectives, network.info)
  const scoring = scoringOf(objectives, network.info, { given })
  const each = size(parameterization.shape)
  const start = (picture: number): number => Math.floor(picture / objectives.length)
  const rows = (all: Float32Array, length: number, place: (picture: number) => number): Float32Array => {
    const picked = new Float32Array(pictures.length * length)
    pictures.forEach((picture, at) => picked.set(all.subarray(place(picture) * length, (place(picture) + 1) * length), at * length))
    return picked
  }
  const values = rows(params, each, (picture) => picture)
  const at = tf.tensor(values, [pictures.length, ...parameterization.shape])
  // Of several draws the first is looked at.
  const seeing = transform.one ?? transform
  const drawn =
    transform.numbers > 0
      ? tf
          .tensor2d(rows(views, transform.numbers, start), [pictures.length, transform.numbers])
          .slice<tf.Tensor2D>([0, 0], [-1, seeing.numbers])
      : undefined
  const specs = pictures.map((picture) => objectives[picture % objectives.length]!)
  const score = (x: tf.Tensor, asked: readonly ObjectiveSpec[], touch?: (network: string) => Touch): tf.Tensor1D => {
    const seen = seeing.apply(parameterization.image(x, touch?.('generator')), drawn)
    const taps = network.run(seen, wanted, { touch: touch?.('classifier') })
    return scoring.each(taps, tf.tensor2d(scoring.parameters(asked), [asked.length, scoring.width]))
  }
  const ones = tf.ones([pictures.length])

  // A zero added to each activation: the gradient with respect to it is the gradient that arrives there.
  const seen = new Map<string, tf.Tensor>()
  const scores = score(at, specs, (network) => (tap, value) => {
    seen.set(`${network}.${tap}`, value)
    return value
  }).dataSync<'float32'>()
  const layers = [...weighted(parameterization.generator ?? [], 'generator'), ...weighted(network.info.taps, 'classifier')].filter(
    ({ before }) => seen.has(before),
  )
  const names = layers.flatMap(({ before, after }) => (after === null ? [before] : [before, after])).filter((name) => seen.has(name))
  const gradients = tf.grads((x: tf.Tensor, ...zeros: tf.Tensor[]) =>
    score(x, specs, (network) => (tap, value) => {
      const place = names.indexOf(`${network}.${tap}`)
      return place < 0 ? value : value.add(zeros[place]!)
    }),
  )([at, ...names.map((name) => tf.zerosLike(seen.get(name)!))], ones)
  const lengths = gradients.map((one) => lengthOf(one).dataSync<'float32'>())
  const arriving = (name: string): Float32Array | undefined => lengths[1 + names.indexOf(name)]
  const cuts = layers.map(({ before, after, activation }) =>
    cutShares(activation, seen.get(before)!, after === null ? undefined : seen.get(after)),
  )

  const alone = lengths[0]!
  const paid = penalty
    ? lengthOf(tf.grad((x: tf.Tensor) => score(x, specs).sub(penalty(parameterization.image(x))))(at, ones)).dataSync<'float32'>()
    : alone
  const strongest = strongestTerm(specs, (asked) => lengthOf(tf.grad((x: tf.Tensor) => score(x, asked))(at, ones)).dataSync<'float32'>())

  return pictures.map((_, row): GradientTrace => {
    const perLayer = layers.map(({ name, before }, place) => {
      const cut = cuts[place]
      return { layer: name, norm: finite(arriving(before)![row]!), off: cut ? finite(cut.low[row]! + cut.high[row]!) : null }
    })
    const own = values.subarray(row * each, (row + 1) * each)
    const numbers = [scores[row]!, paid[row]!, alone[row]!, ...own, ...names.map((name) => arriving(name)![row]!)]
    const trace = { norm: finite(paid[row]!), score: finite(scores[row]!), perLayer, at: null }
    if (!numbers.every(Number.isFinite) || parameterization.bounded(own)) return { ...trace, cause: 'out-of-range' }
    if (paid[row]! >= faintGradient) return { ...trace, cause: 'passing' }
    if (alone[row]! >= faintGradient || strongest[row]! >= faintGradient) return { ...trace, cause: 'cancelling' }
    if (asksForNothing(specs[row]!, network.info)) return { ...trace, cause: 'cancelling' }
    for (const [place, { name, before, after, activation }] of [...layers.entries()].reverse()) {
      if (after === null) continue
      const [come, gone] = [arriving(before)![row]!, arriving(after)?.[row]]
      if (gone === undefined || gone === 0) continue
      const cut = cuts[place]
      if (isCut(activation) && come === 0) return { ...trace, cause: cut && cut.high[row]! > cut.low[row]! ? 'ceiling' : 'relu', at: name }
      if (!isCut(activation) && come < shut * gone) return { ...trace, cause: 'saturated', at: name }
    }
    const faint = names.some((name) => arriving(name)![row]! > 0 && arriving(name)![row]! < underflow)
    return { ...trace, cause: alone[row]! > 0 || faint ? 'vanishing' : 'zero' }
  })
}

/** Whether the weights of an objective are all zero, or add up to zero for each thing that is read. */
const asksForNothing = (spec: ObjectiveSpec, info: NetworkInfo): boolean =>
  compiledOf(spec, info).functionals.every(({ weight }) => weight === 0) &&
  readoutsOf([spec], info)
    .weights([spec])
    .every((one) => one === 0)

/** Whether the function passes some numbers on as they are and cuts off the others: there its gradient is exactly zero. */
const isCut = (activation: string | null): boolean => activation === 'relu' || activation === 'relu6' || activation === 'clip'

interface CutShares {
  readonly low: Float32Array
  readonly high: Float32Array
}
/** Per picture, the shares of units that pass nothing on, at either end of their function; null where every unit passes something. */
function cutShares(activation: string | null, before: tf.Tensor, after: tf.Tensor | undefined): CutShares | null {
  const share = (units: tf.Tensor): Float32Array => units.cast('float32').reshape([before.shape[0]!, -1]).mean(1).dataSync<'float32'>()
  if (activation === 'sigmoid') return { low: share(before.less(-saturation)), high: share(before.greater(saturation)) }
  if (activation === 'relu') return { low: share(before.lessEqual(0)), high: new Float32Array(before.shape[0]!) }
  if (!isCut(activation) || !after) return null
  return { low: share(before.less(after)), high: share(before.greater(after)) }
}

/** Of objectives that are sums: the longest gradient among the terms, each taken alone; 0 for the others. */
function strongestTerm(specs: readonly ObjectiveSpec[], lengths: (asked: readonly ObjectiveSpec[]) => Float32Array): Float32Array {
  const longest = new Float32Array(specs.length)
  const most = Math.max(...specs.map((spec) => (spec.kind === 'sum' ? spec.terms.length : 0)))
  for (let term = 0; term < most; term++) {
    const asked = specs.map(
      (spec): ObjectiveSpec => (spec.kind === 'sum' ? { kind: 'sum', terms: [spec.terms[Math.min(term, spec.terms.length - 1)]!] } : spec),
    )
    lengths(asked).forEach((one, at) => {
      if (specs[at]!.kind === 'sum') longest[at] = Math.max(longest[at]!, one)
    })
  }
  return longest
}

/** The largest number of float32. */
const largest = 3.4028234663852886e38
/** A number that JSON can hold: what is not finite counts as the largest that float32 has. */
export const finite = (value: number): number => (Number.isFinite(value) ? value : value === -Infinity ? -largest : largest)
