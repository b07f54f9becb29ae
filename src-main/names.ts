// Names of runs nobody has named yet: what it is and what sets it apart.
import { objectiveName } from '../src-shared/objective.ts'
import type { Recipe } from '../src-shared/recipe.ts'
import { reproductionWords } from '../src-shared/reproduction.ts'

export function runName(recipe: Recipe): string {
  switch (recipe.kind) {
    case 'dataset': return `Dataset, ${count(recipe.dataset.count)} pictures, seed ${recipe.dataset.seed}`
    case 'classifier': return `Classifier (${recipe.preset}), ${recipe.epochs} epochs`
    case 'autoencoder': return `Autoencoder (${recipe.preset}), ${recipe.epochs} epochs`
    case 'ascend': {
      const [first] = recipe.objectives
      const what = recipe.objectives.length === 1 ? objectiveName(first!) : `${recipe.objectives.length} objectives from ${objectiveName(first!)}`
      const how = recipe.parameterization.kind === 'decoder' ? 'latent ascent' : recipe.transforms.length > 0 ? 'robust' : 'naive'
      return `${what}, ${how}`
    }
    case 'examples': return `Dataset examples, ${recipe.objectives.length} objectives, ${recipe.split} split`
    case 'search': return `Latent search, ${count(recipe.samples)} samples, ${recipe.objectives.length} objectives`
    case 'reconstructions': return 'Reconstructions'
    case 'nearest': return 'Nearest training pictures'
    case 'encoding': return 'Map of the encoded dataset'
    case 'match': return `Matching channels of ${recipe.layer}`
    case 'reproduce': return `Reproduce the paper (${reproductionWords[recipe.preset].title.toLowerCase()})`
  }
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
