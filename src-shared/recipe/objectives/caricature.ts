// The direction from a picture's own activations: whatever a layer sees in the picture, made more of (lucid's caricatures).
import { z } from 'zod'
import { givenKey, givenName, givenPicture, pictureWords } from '../given-picture.ts'
import { cosinePower, powerWords } from './direction.ts'
import { type FunctionalKind, shapeOf, tap, tapWords } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('caricature'), layer: tap, picture: givenPicture, power: cosinePower })
export const caricature = {
  schema,
  label: 'Caricature of a picture',
  fields: { layer: tapWords, picture: pictureWords, power: powerWords },
  key: ({ layer, picture, power }) => `${layer}:caricature-${givenKey(picture)}^${power}`,
  name: ({ layer, picture }) => `caricature of ${givenName(picture)} in ${layer}`,
  value: 'score',
  taps({ layer }, of) {
    shapeOf(of, layer)
    return [layer]
  },
  pictures: ({ picture }) => [picture],
} satisfies FunctionalKind<z.output<typeof schema>>
