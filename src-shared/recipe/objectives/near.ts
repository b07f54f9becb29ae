// Nearness to a given picture in a layer: as a term beside another objective it keeps an ascent close to a real picture, so that one sees
// what has to change (feature accentuation) or how little is enough (an adversarial picture, with the layer "input").
import { z } from 'zod'
import { givenKey, givenName, givenPicture, pictureWords } from '../given-picture.ts'
import { type FunctionalKind, shapeOf, tap, tapWords } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('near'), layer: tap, picture: givenPicture })
export const near = {
  schema,
  label: 'Nearness to a picture',
  fields: { layer: tapWords, picture: pictureWords },
  key: ({ layer, picture }) => `${layer}:near-${givenKey(picture)}`,
  name: ({ layer, picture }) => `nearness to ${givenName(picture)} in ${layer}`,
  value: 'score',
  taps({ layer }, of) {
    shapeOf(of, layer)
    return [layer]
  },
  pictures: ({ picture }) => [picture],
} satisfies FunctionalKind<z.output<typeof schema>>
