// A direction among the channels of a layer: how much of it each place has, times a power of how purely it is in it. The power keeps a
// picture from growing along the direction by growing along every other too (lucid's dot x cosine; Carter et al., Activation Atlas, 2019).
import { z } from 'zod'
import { digest } from '../digest.ts'
import type { FieldWords } from '../form/words.ts'
import { type FunctionalKind, shapeOf, tap, tapWords } from './kind.ts'

/** Exponent of the cosine: 0 is the dot product alone. */
export const cosinePower = z.number().min(0).max(8).default(2)
export const powerWords: FieldWords<number> = {
  label: 'Power of the cosine',
  help: '0: however much else there is. Higher: the more purely, the better.',
}
/** Numbers of a direction at most, which is the channels of its layer. */
const mostChannels = 2048
const schema = z.strictObject({
  kind: z.literal('direction'),
  layer: tap,
  /** One number for each channel or unit; only its direction counts, not its length. */
  vector: z
    .array(z.number().min(-1e9).max(1e9))
    .min(1)
    .max(mostChannels)
    .refine((list) => list.some((one) => one !== 0), 'a direction is not all zeros'),
  power: cosinePower,
})
const shown = 3
export const direction = {
  schema,
  label: 'Direction among channels',
  fields: {
    layer: tapWords,
    vector: { label: 'Numbers', help: 'One for each channel; only their proportions count.' },
    power: powerWords,
  },
  key: ({ layer, vector, power }) => `${layer}:direction-${digest(vector.join())}^${power}`,
  name({ layer, vector }) {
    const numbers = vector.slice(0, shown).map((one) => Number(one.toPrecision(2)))
    return `direction (${numbers.join(', ')}${vector.length > shown ? ', …' : ''}) in ${layer}`
  },
  value: 'score',
  taps({ layer, vector }, of) {
    const channels = shapeOf(of, layer).at(-1)!
    if (channels !== vector.length)
      throw new RangeError(`${layer} has ${channels} channels and this direction has ${vector.length} numbers. Give one for each channel.`)
    return [layer]
  },
} satisfies FunctionalKind<z.output<typeof schema>>
