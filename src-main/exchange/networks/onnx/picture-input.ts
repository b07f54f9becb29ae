// What goes into an ONNX network: one picture, whose size the file may leave open.
import { refused } from '../refusal.ts'
import type { PictureInput } from './conversion.ts'
import type { GraphMessage } from './messages.ts'

export interface OpenInput {
  readonly name: string
  /** The batch first; null where the file leaves it open. */
  readonly dims: readonly (number | null)[]
}

/** Decimal numbers of 16, 32 and 64 bits, and bytes, which are made decimal first. */
const takes = new Set([1, 2, 10, 11, 16])

/** The one input that is no weights. Throws 'invalid' for several, and for what is no picture. */
export function inputOf(graph: GraphMessage): OpenInput {
  const weights = new Set(graph.initializers.map(({ name }) => name))
  const inputs = graph.inputs.filter(({ name }) => !weights.has(name))
  const [input] = inputs
  if (!input) throw refused('nothing goes into it')
  if (inputs.length > 1) {
    const names = inputs.slice(0, 4).map(({ name }) => `"${name.slice(0, 60)}"`)
    throw refused(
      `${inputs.length} values go into it (${names.join(', ')}), and only networks that take one picture can be looked into`,
      'Export the part that takes the picture alone, or give the others fixed values in the network before you export it.',
    )
  }
  const { dims } = input
  if (!takes.has(input.type) || dims?.length !== 4)
    throw refused(
      `it takes ${dims ? dims.map((side) => side ?? 'any').join(' x ') : 'something other than'} numbers, which are no picture`,
      'Networks that take one picture can be read: batch x channels x height x width.',
    )
  return { name: input.name, dims }
}

/** Sides that are tried, in this order, where the file leaves them open: the usual one of ImageNet's networks first. */
const usualSides = [224, 299, 256, 192, 160, 128, 112, 96, 64, 48, 32, 28]

/** The pictures that it may take, the likeliest first. Throws 'invalid' where none can be. */
export function* picturesOf({ name, dims }: OpenInput, side: number | undefined): Generator<{ input: PictureInput; open: boolean }> {
  const [batch, second, third, fourth] = dims
  const isColour = (one: number | null | undefined): boolean => one === 1 || one === 3
  const last = !isColour(second) && isColour(fourth)
  const channels = last ? fourth! : second
  const [height, width] = last ? [second, third] : [third, fourth]
  if (channels !== null && !isColour(channels))
    throw refused(`it takes pictures of ${channels} channels`, 'Networks of grey pictures (1) and of colour pictures (3) can be read.')
  const open = height === null || width === null
  const sides = side === undefined ? usualSides : [side]
  for (const one of open ? sides : [0])
    for (const colours of channels === null ? [3, 1] : [channels!]) {
      const [high, wide] = [height ?? one, width ?? one]
      const shape = last ? [batch ?? 1, high, wide, colours] : [batch ?? 1, colours, high, wide]
      yield { input: { name, dims: shape, channelsLast: last }, open }
    }
}
