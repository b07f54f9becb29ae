// What a network answers to the pictures that objectives are about.
import { comparedAt } from '../../../src-shared/recipe/objective-pictures.ts'
import { givenKey, type GivenPicture } from '../../../src-shared/recipe/given-picture.ts'
import { pictureShape } from '../../../src-shared/network/network-info.ts'
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import type { Network } from '../networks/network.ts'
import type { Given } from './functionals/kind.ts'

/**
 * The network is run once for each picture. `pixels` gives a picture of the size that it takes, in [0, 1]. Throws like `compileObjective`.
 */
export function answersTo(network: Network, specs: readonly ObjectiveSpec[], pixels: (picture: GivenPicture) => Float32Array): Given {
  const answers = new Map<string, Float32Array>()
  for (const { picture, taps } of comparedAt(specs, network.info)) {
    tidied(() => {
      const seen = network.run(tf.tensor4d(pixels(picture), [1, ...pictureShape(network.info)]), taps)
      for (const tap of taps) answers.set(`${givenKey(picture)} ${tap}`, seen[tap]!.dataSync<'float32'>().slice())
    })
  }
  return (picture, tap) => answers.get(`${givenKey(picture)} ${tap}`)!
}
