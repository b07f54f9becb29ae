// What a recipe builds on, by content: networks, pictures, the state of a training.
import { type DatasetSpec, isPictures } from '../domains/dataset.ts'
import { spaceKind } from './parameterizations/index.ts'
import { objectiveParents } from './objective-pictures.ts'
import type { Recipe } from './recipe.ts'
import { cellsOf } from './sweep-cells.ts'

const picturesIn = (dataset: DatasetSpec): string[] => (isPictures(dataset) ? [dataset.index] : [])

/** Hashes of the artifacts that a recipe builds on. */
export function parentsOf(one: Recipe): string[] {
  switch (one.kind) {
    case 'classifier':
    case 'autoencoder':
      return [...picturesIn(one.dataset), ...(one.continues ? [one.continues.model, one.continues.state] : [])]
    case 'ascend':
      return [one.model, ...spaceKind(one.parameterization).parents(one.parameterization), ...objectiveParents(one.objectives)]
    case 'examples':
      return [one.model, ...(one.among ? [one.among.index] : []), ...objectiveParents(one.objectives)]
    case 'search':
      return [one.model, one.generator, ...objectiveParents(one.objectives)]
    case 'reconstructions':
      return [one.model, one.generator]
    case 'nearest':
      return [...picturesIn(one.dataset), ...one.pictures]
    case 'encoding':
      return [one.generator]
    case 'match':
      return [one.model, one.other, ...(one.among ? [one.among.index] : [])]
    case 'sweep':
      return [...new Set(cellsOf(one).cells.flatMap(({ recipe }) => parentsOf(recipe)))]
    case 'grid':
    case 'atlas':
      return [one.model, ...spaceKind(one.parameterization).parents(one.parameterization)]
    case 'metamers':
    case 'eigendistortions':
      return [one.model]
    default:
      return []
  }
}
