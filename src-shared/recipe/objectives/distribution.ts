// The distribution of a layer's activations as real pictures have it, channel by channel and wherever in the picture they stand, in place
// of values as high as can be: VITAL (Gorgun, Schiele and Fischer, More Understandable Feature Visualization through Distribution
// Alignment and Relevant Information Flow, 2025).
import { z } from 'zod'
import { digest } from '../digest.ts'
import { givenKey, givenPicture, pictureForms } from '../given-picture.ts'
import { type FunctionalKind, shapeOf, tap, tapWords } from './kind.ts'

const schema = z.strictObject({
  kind: z.literal('distribution'),
  layer: tap,
  /** Real pictures, such as those that a unit answers to most. */
  pictures: z.array(givenPicture).min(1).max(32),
})
export const distribution = {
  schema,
  label: 'Distribution of real pictures',
  fields: { layer: tapWords, pictures: { label: 'Pictures', kinds: pictureForms } },
  key: ({ layer, pictures }) => `${layer}:distribution-${digest(pictures.map(givenKey).join())}`,
  name: ({ layer, pictures }) => `distribution of ${pictures.length} ${pictures.length === 1 ? 'picture' : 'pictures'} in ${layer}`,
  value: 'score',
  taps({ layer }, of) {
    if (shapeOf(of, layer).length !== 3)
      throw new RangeError(`${layer} is a layer without space, so that its units have no distribution in a picture. Choose a convolution.`)
    return [layer]
  },
  pictures: ({ pictures }) => pictures,
} satisfies FunctionalKind<z.output<typeof schema>>
