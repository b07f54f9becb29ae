// The weights of a model of TensorFlow.js: a manifest of groups in "model.json", whose arrays lie one after another in the files of the
// group, quantized or not. Format: tfjs-core, src/io/types.ts (WeightsManifestConfig) and io_utils.ts (decodeWeights).
import { z } from 'zod'
import { size } from '../../../src-shared/network/layer-shapes.ts'
import type { LazyWeights } from './builder.ts'
import { type NumberType, numbersOf, sizes } from './numbers.ts'
import { type NetworkFile, networkLimits, shown } from './kind.ts'
import { refused } from './refusal.ts'

const quantization = z.discriminatedUnion('dtype', [
  z.looseObject({ dtype: z.enum(['uint8', 'uint16']), scale: z.number(), min: z.number() }),
  z.looseObject({ dtype: z.literal('float16') }),
])
const entry = z.looseObject({
  name: z.string().min(1).max(1000),
  shape: z.array(z.int().min(0).max(networkLimits.weights)).max(8),
  dtype: z.string(),
  quantization: quantization.optional(),
})
const manifest = z
  .array(z.looseObject({ paths: z.array(z.string().min(1)).max(10_000), weights: z.array(entry).max(100_000) }))
  .max(100_000)
const modelJson = z.looseObject({
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: manifest.default([]),
  generatedBy: z.string().nullish(),
  convertedBy: z.string().nullish(),
})
type Entry = z.output<typeof entry>

export interface ModelJson {
  readonly topology: Record<string, unknown>
  /** Arrays of numbers by name, in the order of the manifest; whether they are whole numbers by `whole`. */
  readonly weights: ReadonlyMap<string, LazyWeights & { readonly whole: boolean }>
  /** All of the file, for what only one of its forms has. */
  readonly json: Record<string, unknown>
  readonly producer: string | null
}

const together = 'Bring “model.json” together with the weight files beside it.'

/** The "model.json" among files; undefined where there is none. */
export const modelJsonOf = (files: readonly NetworkFile[]): NetworkFile | undefined =>
  files.find(({ name }) => /(^|\/)model\.json$/.test(name)) ?? files.find(({ name }) => name.endsWith('.json'))

/** Whether "model.json" lists operations, not layers; what cannot be read is said when it is read. */
export function isGraphModel(files: readonly NetworkFile[]): boolean {
  const file = modelJsonOf(files)
  if (!file || file.bytes.length > networkLimits.description) return false
  try {
    return Array.isArray((JSON.parse(new TextDecoder().decode(file.bytes)) as { modelTopology?: { node?: unknown } }).modelTopology?.node)
  } catch {
    return false
  }
}

/** Reads "model.json" and finds its weights in the files beside it. Throws an `invalid` fault that names a file that is missing. */
export function readModelJson(files: readonly NetworkFile[]): ModelJson {
  const file = modelJsonOf(files)
  if (!file) throw refused('there is no “model.json” among its files', together)
  if (file.bytes.length > networkLimits.description) throw refused('its “model.json” is longer than the description of any network is')
  const parsed = modelJson.safeParse(parse(file.bytes))
  if (!parsed.success)
    throw refused('its “model.json” describes no model', 'Bring what TensorFlow.js saved (model.save), or what its converter wrote.')
  const weights = new Map<string, LazyWeights & { whole: boolean }>()
  const folder = file.name.slice(0, file.name.lastIndexOf('/') + 1)
  for (const group of parsed.data.weightsManifest) {
    const bytes = joined(group.paths.map((path) => find(files, folder, path)))
    let at = 0
    for (const one of group.weights) {
      const length = bytesOf(one, bytes, at)
      if (at + length > bytes.length)
        throw refused(
          `its weight files end before “${shown(one.name)}”`,
          'Bring “model.json” with all of its weight files, as they were saved.',
        )
      const part = bytes.subarray(at, at + length)
      weights.set(one.name, { shape: one.shape, read: () => valuesOf(one, part), whole: one.dtype !== 'float32' })
      at += length
    }
  }
  const { modelTopology: topology, generatedBy, convertedBy } = parsed.data
  const producer = convertedBy ?? generatedBy ?? null
  return { topology, weights, json: parsed.data, producer: producer === null ? null : shown(producer).slice(0, networkLimits.name) }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw refused('its “model.json” is damaged or cut short', 'Bring it again from where it was saved.')
  }
}

function find(files: readonly NetworkFile[], folder: string, path: string): Uint8Array {
  const found =
    files.find(({ name }) => name === folder + path) ?? files.find(({ name }) => name.split('/').at(-1) === path.split('/').at(-1))
  if (!found) throw refused(`its weight file “${shown(path)}” is missing`, together)
  return found.bytes
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts
  if (parts.length === 1) return only!
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  // A file may be named more than once.
  if (length > networkLimits.weights) throw refused('its weights take more than 2 GB')
  return Buffer.concat(parts)
}

const types: Readonly<Record<string, NumberType>> = { float32: 'float32', int32: 'int32', bool: 'uint8', uint8: 'uint8' }

function typeOf({ name, dtype, quantization: packed }: Entry): NumberType {
  const type = packed?.dtype ?? (Object.hasOwn(types, dtype) ? types[dtype] : undefined)
  if (!type) throw refused(`its weights “${shown(name)}” are of the type “${shown(dtype)}”, which is not read`)
  return type
}

function bytesOf(one: Entry, bytes: Uint8Array, start: number): number {
  if (one.dtype !== 'string') return size(one.shape) * sizes[typeOf(one)]
  // Texts, each behind its length; they are passed over.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = start
  for (let left = size(one.shape); left > 0; left--) at += 4 + view.getUint32(at, true)
  return at - start
}

function valuesOf(one: Entry, part: Uint8Array): Float32Array {
  const values = numbersOf(part, typeOf(one), true)
  const { quantization: packed } = one
  if (packed && packed.dtype !== 'float16') {
    const whole = one.dtype === 'int32'
    for (const [at, value] of values.entries())
      values[at] = whole ? Math.round(value * packed.scale + packed.min) : value * packed.scale + packed.min
  }
  return values
}
