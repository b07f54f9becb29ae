// Pictures of one objective that differ: its starts pay for how alike their textures in a layer are (Olah, Mordvintsev and Schubert,
// Feature Visualization, 2017).
import { z } from 'zod'
import { shapeOf, tap, tapWords } from '../objectives/kind.ts'
import type { TogetherKind } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('diversity'), layer: tap, weight: z.number().positive().max(1e6) })
export const diversity = {
  schema,
  label: 'Starts that differ',
  fields: { layer: tapWords, weight: { label: 'Weight', help: 'What two pictures of the same texture pay.', initial: 1 } },
  words: ({ layer, weight }) => `starts kept apart in ${layer}, weight ${weight}`,
  among: 'starts',
  taps({ layer }, of) {
    shapeOf(of, layer)
    return [layer]
  },
} satisfies TogetherKind<z.output<typeof schema>>
