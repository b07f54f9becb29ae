// dot(a, v) max(0.1, cosine(a, v))^power over all of a layer; v is what the layer answers to the given picture, divided by its length.
import { size } from '../../../../src-shared/network/layer-shapes.ts'
import { givenName, type GivenPicture } from '../../../../src-shared/recipe/given-picture.ts'
import { shapeOf } from '../../../../src-shared/recipe/objectives/kind.ts'
import { dotCosine, unitOf } from './cosine.ts'
import type { FunctionalMaker } from './kind.ts'

export const caricature: FunctionalMaker<{ layer: string; picture: GivenPicture; power: number }> = ({ layer, picture, power }, of) => {
  const width = size(shapeOf(of, layer))
  return {
    key: `caricature ${layer} ${power}`,
    width,
    parameters: (given) =>
      unitOf(
        given(picture, layer),
        `Nothing in ${layer} answers to ${givenName(picture)}, so there is nothing to make more of. Choose a layer before its ReLU.`,
      ),
    score: (T, parameters) => dotCosine(T[layer]!.reshape([-1, width]), parameters, power).as1D(),
  }
}
