// An ascent without gradients: each picture has a search of its own, which tries candidates at every step. What the network cannot be
// differentiated for, or where its gradient is zero, can be climbed so; it takes many more evaluations, and few numbers to move.
import { Random, random } from '../../../src-shared/math/random.ts'
import { size } from '../../../src-shared/network/layer-shapes.ts'
import { bytesOf } from '../../image/contact-sheet.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import type { Evolution, EvolutionKind } from '../evolution/kind.ts'
import type { Ascent, AscentState } from './ascent.ts'
import type { AscentProgram } from './ascent-program.ts'
import { type AscentSpec, initialParams, pictureCount, viewsOf } from './ascent-spec.ts'
import { candidateKey, candidatesTogether } from './candidate-program.ts'
import { scoringOf } from './scoring.ts'

/** A centre is moved back to where it is allowed when that changes it by more than float32 rounds. */
const moved = 1e-6

/** The numbers of a search without loss in an array of a checkpoint, two for each. */
const packed = (state: Float64Array): Float32Array => new Float32Array(state.slice().buffer)
const unpacked = (bits: Float32Array): Float64Array => new Float64Array(bits.slice().buffer)

/**
 * Sets such an ascent up; `program` is of `candidateProgram` for a climb with the same key. At each step the centre of each search is
 * scored with its candidates, all under the same view: the report tells the centre's score, and no length of a gradient.
 */
export function startGradientFreeAscent(climb: AscentSpec, program: AscentProgram, evolution: EvolutionKind, state?: AscentState): Ascent {
  if (program.key !== candidateKey(climb)) throw new Error('This graph was compiled for another ascent.')
  const { parameterization, transform, objectives, firstStart = 0 } = climb
  const pictures = pictureCount(climb)
  const each = size(parameterization.shape)
  const shape = [pictures, ...parameterization.shape]
  const together = candidatesTogether(climb)
  const initial = initialParams(climb)
  const startOf = (picture: number): number => Math.floor(picture / objectives.length)
  const length = 2 * evolution.stateLength(each)
  const kept = state?.arrays
  if (kept && kept.map((one) => one.length).join() !== [pictures * each, pictures * each, pictures * length].join())
    throw new Error(
      'The checkpoint of this ascent belongs to another one, so it cannot continue from there. Run the recipe again from the beginning.',
    )
  const searches = Array.from({ length: pictures }, (_, at): Evolution => {
    if (kept) return evolution.resume(unpacked(kept[2]!.subarray(at * length, (at + 1) * length)), each)
    const from = initial.subarray(at * each, (at + 1) * each)
    // Pictures of one start draw the same numbers, so that they differ by their objectives only.
    return evolution.begin(from, random(climb.seed, 'candidates', firstStart + startOf(at)))
  })
  const streams = Array.from({ length: climb.starts }, (_, start) =>
    state ? new Random(state.streams[start]!) : random(climb.seed, 'views', firstStart + start),
  )
  const scoring = scoringOf(objectives, climb.network.info, climb)
  const asked = scoring.parameters(objectives)
  const bestScores = state ? [...state.bestScores] : new Array<number>(pictures).fill(-Infinity)
  const bestSteps = state ? [...state.bestSteps] : new Array<number>(pictures).fill(0)
  const params = kept ? kept[0]!.slice() : centresOf()
  const best = kept ? kept[1]!.slice() : params.slice()
  let step = state?.step ?? 0
  const which = (one: 'first' | 'last' | 'best'): Float32Array => ({ first: initial, last: params, best })[one]

  /** The centres of all searches as they are allowed; one that is not is moved there. */
  function centresOf(): Float32Array {
    const wanted = Float32Array.from(searches.flatMap((search) => [...search.centre()]))
    const allowed = tidied(() => parameterization.project(tf.tensor(wanted, shape)).dataSync<'float32'>()).slice()
    searches.forEach((search, at) => {
      const own = allowed.subarray(at * each, (at + 1) * each)
      if (own.some((one, i) => Math.abs(one - wanted[at * each + i]!) > moved)) search.moveTo(own)
    })
    return allowed
  }

  /** The rows of some candidates, scored in calls of `together`; the last one is filled up with the first row. */
  function scored(rows: readonly { picture: number; values: ArrayLike<number> }[], views: Float32Array) {
    const out = rows.map(() => ({ score: Number.NaN, paid: Number.NaN, params: new Float32Array(0) }))
    for (let first = 0; first < rows.length; first += together) {
      const part = Array.from({ length: together }, (_, at) => rows[first + at] ?? rows[first]!)
      const [values, weights, drawn] = [each, scoring.width, transform.numbers].map((width) => new Float32Array(together * width))
      part.forEach(({ picture, values: own }, at) => {
        const [objective, start] = [picture % objectives.length, startOf(picture)]
        values!.set(Array.from(own), at * each)
        weights!.set(asked.subarray(objective * scoring.width, (objective + 1) * scoring.width), at * scoring.width)
        drawn!.set(views.subarray(start * transform.numbers, (start + 1) * transform.numbers), at * transform.numbers)
      })
      const results = program.run([values!, weights!, ...(transform.numbers > 0 ? [drawn!] : [])])
      const [score, paid, allowed] = results.map((one) => one.dataSync<'float32'>())
      for (let at = 0; at < Math.min(together, rows.length - first); at++)
        out[first + at] = { score: score![at]!, paid: paid![at]!, params: allowed!.slice(at * each, (at + 1) * each) }
      tf.dispose(results)
    }
    return out
  }

  return {
    get step() {
      return step
    },
    bestSteps,
    advance() {
      const views = viewsOf(climb, streams)
      const rows = searches.flatMap((search, picture) => {
        const tried = search.ask()
        const centre = params.subarray(picture * each, (picture + 1) * each)
        const candidates = Array.from({ length: search.candidates }, (_, at) => tried.subarray(at * each, (at + 1) * each))
        return [centre, ...candidates].map((values) => ({ picture, values }))
      })
      const results = scored(rows, views)
      const score = new Float32Array(pictures)
      searches.forEach((search, picture) => {
        const own = results.slice(picture * (1 + search.candidates), (picture + 1) * (1 + search.candidates))
        score[picture] = own[0]!.score
        for (const one of own) {
          if (one.score <= bestScores[picture]! || Number.isNaN(one.score)) continue
          bestScores[picture] = one.score
          bestSteps[picture] = step
          best.set(one.params, picture * each)
        }
        search.tell(own.slice(1).map((one) => one.paid))
      })
      params.set(centresOf())
      step++
      const distance = Float32Array.from({ length: pictures }, (_, at) =>
        Math.hypot(...Array.from({ length: each }, (__, i) => params[at * each + i]! - initial[at * each + i]!)),
      )
      return { score, gradientNorm: null, distance }
    },
    params: (one) => which(one).slice(),
    nextViews: () =>
      viewsOf(
        climb,
        streams.map((stream) => new Random(stream.state())),
      ),
    pictures: (one) => bytesOf(tidied(() => parameterization.image(tf.tensor(which(one), shape)).dataSync<'float32'>())),
    state: () => ({
      step,
      streams: streams.map((stream) => stream.state()),
      bestScores: [...bestScores],
      bestSteps: [...bestSteps],
      arrays: [params.slice(), best.slice(), joined(searches.map((search) => packed(search.state())))],
    }),
    dispose() {},
  }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, one) => sum + one.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
