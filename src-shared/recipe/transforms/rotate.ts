// A turn about the centre.
import { z } from 'zod'
import { withMinus } from '../../text/numbers.ts'
import { range } from '../ranges.ts'
import type { TransformPart } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('rotate'), degrees: range(-360, 360) })
export const rotate = {
  schema,
  label: 'Turn',
  fields: { degrees: { label: 'Angle', unit: '°', initial: [-10, 10] } },
  words: ({ degrees }) => `turned by ${withMinus(String(degrees[0]))} to ${withMinus(String(degrees[1]))} degrees`,
} satisfies TransformPart<z.output<typeof schema>>
