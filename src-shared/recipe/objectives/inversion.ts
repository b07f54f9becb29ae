// Feature inversion: the picture whose activations in a layer are those of a given one, to see what the layer keeps of it (Mahendran and
// Vedaldi, Understanding Deep Image Representations by Inverting Them, 2015).
import { z } from 'zod'
import { givenKey, givenName, givenPicture, pictureWords } from '../given-picture.ts'
import { type FunctionalKind, shapeOf, tap, tapWords } from './kind.ts'

const schema = z.strictObject({ kind: z.literal('inversion'), layer: tap, picture: givenPicture })
export const inversion = {
  schema,
  label: 'What a layer keeps of a picture',
  fields: { layer: tapWords, picture: pictureWords },
  key: ({ layer, picture }) => `${layer}:inversion-${givenKey(picture)}`,
  name: ({ layer, picture }) => `${givenName(picture)} as kept in ${layer}`,
  value: 'score',
  taps({ layer }, of) {
    shapeOf(of, layer)
    return [layer]
  },
  pictures: ({ picture }) => [picture],
} satisfies FunctionalKind<z.output<typeof schema>>
