// A prescribed level: the unit is brought to this value, not to its highest. Pictures of equal answer can then be compared, and what a unit
// is at half of its range can be asked.
import { z } from 'zod'
import type { FunctionalKind } from './kind.ts'
import { linearKind, linearKinds, linearTerm } from './linear.ts'

const schema = z.strictObject({
  kind: z.literal('level'),
  of: linearTerm,
  /** In the unit's own activation. */
  level: z.number().min(-1e6).max(1e6),
  /** The distance from the level is measured in this before it is squared: the unit's standard deviation over the data is a good one. */
  deviation: z.number().min(1e-6).max(1e6).default(1),
})
export const level = {
  schema,
  label: 'A given level',
  fields: {
    of: { label: 'Of', kinds: linearKinds },
    level: { label: 'Level', help: 'The activation that it is brought to.', initial: 0 },
    deviation: { label: 'Deviation', help: 'The distance from the level that costs 1; farther costs the square.' },
  },
  key: (spec) => `level:${linearKind(spec.of).key(spec.of)}=${spec.level}${spec.deviation === 1 ? '' : `~${spec.deviation}`}`,
  name: (spec, classOf) => `${linearKind(spec.of).name(spec.of, classOf)} at ${spec.level}`,
  value: 'score',
  taps: (spec, of) =>
    linearKind(spec.of)
      .read(spec.of, of)
      .map(({ tap }) => tap),
} satisfies FunctionalKind<z.output<typeof schema>>
