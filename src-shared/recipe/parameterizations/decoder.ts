// The latent vector of a generator; `whiten` walks in the units of the encoded training set.
import { z } from 'zod'
import { hash } from '../hash.ts'
import type { ParameterizationKind } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('decoder'),
  generator: hash,
  start: z.enum(['random', 'examples']).default('random'),
  whiten: z.boolean().default(true),
  ball: z.number().min(0).max(20).default(3.55),
  /** One latent vector to start from, such as one that was found or chosen; it goes before `start`. */
  at: z.array(z.number()).min(1).max(32).optional(),
})
export const decoder = {
  schema,
  label: 'Latent vector of a generator',
  fields: {
    generator: { label: 'Generator', names: 'generator' },
    start: { label: 'Start', values: { random: 'random points', examples: 'encoded training pictures' } },
    whiten: { label: 'Whitened', help: 'A step is as long in every direction in which the encoded pictures vary.' },
    ball: { label: 'Kept within', unit: 'standard deviations', help: '0 leaves it free.', step: 0.05 },
    at: { label: 'Point to start from', help: 'One number for each latent number, with commas between them; it goes before the start.' },
  },
  words({ whiten, ball, at, start }) {
    const within = whiten && ball > 0 ? ` and kept within ${ball}` : ''
    const from = at ? 'a chosen point' : start === 'examples' ? 'encoded training pictures' : 'random points'
    return `in the latent space of a generator${whiten ? ', whitened' : ''}${within}, from ${from}`
  },
  starts: ({ start }) => (start === 'examples' ? 'starts from encoded examples' : 'starts from random points of a generator'),
  parents: ({ generator }) => [generator],
  curves: true,
} satisfies ParameterizationKind<z.output<typeof schema>>
