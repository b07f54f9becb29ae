// Two runs compared result by result, each difference measured by what the result is.
import { type Comparison, type ComparisonRow, type Difference, recipeLabel } from '../../src-shared/run/replay-comparison.ts'
import { environmentRows, featuresLabel } from '../../src-shared/run/environment.ts'
import type { Json } from '../../src-shared/run/event.ts'
import { decodeModel, modelMedia } from '../../src-shared/network/model-file.ts'
import { ascentMeta, type AscentMeta } from '../../src-shared/run/results/ascend.ts'
import { arrayMeta } from '../../src-shared/run/results/pictures.ts'
import type { Artifact, Run } from '../../src-shared/run/run.ts'
import { trainingStateMedia } from '../../src-shared/run/training-state.ts'
import { readPng } from '../image/png.ts'
import type { Store } from '../store/open.ts'

type Kept = Pick<Artifact, 'hash' | 'media' | 'meta'>

/**
 * Compares all results of two runs and of their parts, paired by name. Reads and measures only what differs, with a pause for others after
 * each.
 */
export async function compareRuns(here: Run, there: Run, store: Store): Promise<Comparison> {
  const [first, second] = [resultsOf(here, store), resultsOf(there, store)]
  const rows: ComparisonRow[] = []
  for (const name of new Set([...first.keys(), ...second.keys()])) {
    const [a, b] = [first.get(name), second.get(name)]
    const bytes = a && b && a.hash !== b.hash ? differenceOf(a, b, store) : null
    const beside = a && b ? besideDifference(a.meta, b.meta) : null
    const same = a !== undefined && a.hash === b?.hash && beside?.farthest === null && beside.otherwise === 0
    rows.push({ name, here: a?.hash ?? null, there: b?.hash ?? null, same, difference: bytes, beside: beside?.farthest ?? null })
    if (!same)
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
  }
  return { same: rows.length > 0 && rows.every((row) => row.same), rows, ...reasonsOf(here, there, store) }
}

/**
 * The parts of a run by name. Two may be called alike: the later ones are told apart by a number, in the order they were made, which is the
 * same in a replay.
 */
function partsOf(run: Run, store: Store): Map<string, Run> {
  const parts = new Map<string, Run>()
  const alike = new Map<string, number>()
  for (const child of store.runs.children(run.id)) {
    const count = (alike.get(child.name) ?? 0) + 1
    alike.set(child.name, count)
    parts.set(count === 1 ? child.name : `${child.name} (${count})`, child)
  }
  return parts
}

/** By name. The state from which a training went on is no result: it is kept by a run only once one does. */
function resultsOf(run: Run, store: Store): Map<string, Kept> {
  const results = (id: string): Artifact[] => store.artifacts.of(id).filter((one) => one.media !== trainingStateMedia)
  return new Map([
    ...results(run.id).map((one) => [one.name, one] as const),
    ...[...partsOf(run, store)].flatMap(([name, part]) => results(part.id).map((one) => [`${name} / ${one.name}`, one] as const)),
  ])
}

/** What the records name differently. A run that is made of others is carried out where they are. */
function reasonsOf(here: Run, there: Run, store: Store): Pick<Comparison, 'reasons' | 'recorded'> {
  const others = partsOf(there, store)
  const pairs = [...partsOf(here, store)].flatMap(([name, part]): [Run, Run][] => {
    const other = others.get(name)
    return other ? [[part, other]] : []
  })
  if (pairs.length === 0) pairs.push([here, there])
  const reasons = new Map<string, Comparison['reasons'][number]>()
  const note = (label: string, a: string, b: string): void => {
    if (a !== b && !reasons.has(label)) reasons.set(label, { label, here: a, there: b })
  }
  note(recipeLabel, here.recipeHash.slice(0, 12), there.recipeHash.slice(0, 12))
  for (const [a, b] of pairs) {
    note('Version of the science', String(a.science), String(b.science))
    if (!a.environment || !b.environment) continue
    const values = environmentRows(b.environment)
    const [own, theirs] = [a.environment.features, b.environment.features]
    for (const [at, { label, value }] of environmentRows(a.environment).entries()) {
      // Lists of twenty names that differ in two: only the two are told.
      if (label === featuresLabel && own && theirs) note(label, more(own, theirs), more(theirs, own))
      else note(label, value, values[at]!.value)
    }
  }
  return { reasons: [...reasons.values()], recorded: pairs.every(([a, b]) => a.environment !== null && b.environment !== null) }
}

const more = (these: readonly string[], those: readonly string[]): string => {
  const found = these.filter((one) => !those.includes(one))
  return found.length === 0 ? 'none more' : `also ${found.join(' ')}`
}

/** How far apart two results with different bytes are. */
function differenceOf(a: Kept, b: Kept, store: Store): Difference {
  const [first, second] = [store.artifacts.read(a.hash), store.artifacts.read(b.hash)]
  if (!first || !second || a.media !== b.media) return { of: 'form' }
  // What was imported may be anything; a result that cannot be read is one that cannot be compared.
  try {
    switch (a.media) {
      case modelMedia:
        return modelDifference(first.bytes, second.bytes)
      case 'image/png':
        return pixelDifference(first.bytes, second.bytes)
      case 'application/json':
        return { of: 'table', ...tableDifference(parsed(first.bytes), parsed(second.bytes)) }
      default:
        return isArray(a.meta) && isArray(b.meta) ? numberDifference([floats(first.bytes)], [floats(second.bytes)]) : { of: 'form' }
    }
  } catch {
    return { of: 'form' }
  }
}

const parsed = (bytes: Uint8Array): Json => JSON.parse(new TextDecoder().decode(bytes)) as Json
/** A copy: float32 must start at a multiple of four, which a BLOB need not. */
const floats = (bytes: Uint8Array): Float32Array => new Float32Array(new Uint8Array(bytes).buffer, 0, Math.floor(bytes.length / 4))

function modelDifference(a: Uint8Array, b: Uint8Array): Difference {
  const [first, second] = [decodeModel(a), decodeModel(b)]
  const weights = numberDifference(first.weights, second.weights)
  // The same weights under another header: what the encoded pictures look like is written there.
  return weights.of === 'numbers' && weights.largest === 0
    ? { of: 'table', ...tableDifference(first.header as unknown as Json, second.header as unknown as Json) }
    : weights
}

/** Differences of two lists of arrays, number by number; a pair that is not finite on both sides makes them incomparable. */
export function numberDifference(first: readonly Float32Array[], second: readonly Float32Array[]): Difference {
  if (first.length !== second.length || first.some((values, at) => values.length !== second[at]!.length)) return { of: 'form' }
  let [count, largest, squares, own] = [0, 0, 0, 0]
  for (const [at, values] of first.entries()) {
    const others = second[at]!
    for (let place = 0; place < values.length; place++) {
      const apart = Math.abs(values[place]! - others[place]!)
      count++
      largest = Math.max(largest, apart)
      squares += apart * apart
      own += others[place]! * others[place]!
    }
  }
  if (!Number.isFinite(squares) || !Number.isFinite(own)) return { of: 'form' }
  return {
    of: 'numbers',
    count,
    largest,
    rms: count === 0 ? 0 : Math.sqrt(squares / count),
    relative: own === 0 ? null : Math.sqrt(squares / own),
  }
}

function pixelDifference(a: Uint8Array, b: Uint8Array): Difference {
  const [first, second] = [readPng(a), readPng(b)]
  if (first.width !== second.width || first.height !== second.height) return { of: 'form' }
  let [largest, sum] = [0, 0]
  for (let at = 0; at < first.rgb.length; at++) {
    const apart = Math.abs(first.rgb[at]! - second.rgb[at]!)
    largest = Math.max(largest, apart)
    sum += apart
  }
  return { of: 'pixels', largest, mean: sum / Math.max(1, first.rgb.length) }
}

const isArray = (meta: Kept['meta']): boolean => arrayMeta.safeParse(meta).success
/** The score of a picture; null of any other result. */
const scoreOf = (meta: Kept['meta']): number | null => ascentMeta.pick({ score: true }).safeParse(meta).data?.score ?? null

/** What earlier versions did not say of a picture: where one of the two is silent, there is nothing to compare. */
const saidLater: ReadonlySet<string> = new Set(['contrast', 'scoreAtEqualContrast'] satisfies (keyof AscentMeta)[])
/** What is kept beside a result: its score where that differs, since it is what people look at; else what is farthest apart. */
function besideDifference(a: Kept['meta'], b: Kept['meta']): Table {
  const both = (one: Kept['meta'], other: Kept['meta']): Kept['meta'] =>
    Object.fromEntries(Object.entries(one).filter(([name]) => name in other || !saidLater.has(name)))
  const all = tableDifference(both(a, b), both(b, a))
  const score = tableDifference({ score: scoreOf(a) }, { score: scoreOf(b) })
  return score.farthest ? { ...all, farthest: score.farthest } : all
}

type Table = Omit<Extract<Difference, { of: 'table' }>, 'of'>
/** Two JSON values, place by place: the pair of numbers that is farthest apart, and how many other places are not the same. */
export function tableDifference(a: Json, b: Json): Table {
  let widest: Table['farthest'] = null
  let otherwise = 0
  const walk = (one: Json | undefined, other: Json | undefined, path: string): void => {
    if (Number.isFinite(one) && Number.isFinite(other)) {
      const [here, there] = [one as number, other as number]
      if (here !== there && (widest === null || Math.abs(here - there) > Math.abs(widest.here - widest.there)))
        widest = { path, here, there }
    } else if (
      one !== null &&
      other !== null &&
      typeof one === 'object' &&
      typeof other === 'object' &&
      Array.isArray(one) === Array.isArray(other)
    ) {
      const [values, others] = [one as Record<string, Json>, other as Record<string, Json>]
      for (const key of new Set([...Object.keys(values), ...Object.keys(others)]))
        walk(values[key], others[key], path === '' ? key : `${path}.${key}`)
    } else if (one !== other) otherwise++
  }
  walk(a, b, '')
  return { farthest: widest, otherwise }
}
