// Names of runs nobody has named yet: what it is and what sets it apart.
import { objectiveName } from '../../src-shared/recipe/objective.ts'
import { classesMark } from '../../src-shared/domains/shapes/class-sets.ts'
import { classCount } from '../../src-shared/domains/shapes/classes.ts'
import { type DatasetSpec, isPictures } from '../../src-shared/domains/dataset.ts'
import { methodOf, methodWords } from '../../src-shared/recipe/generators/index.ts'
import { askedPictureWords } from '../../src-shared/recipe/asked-picture.ts'
import { kindWords } from '../../src-shared/recipe/kind-labels.ts'
import type { Recipe, TrainingRecipe } from '../../src-shared/recipe/recipe.ts'
import { axisName } from '../../src-shared/recipe/sweep-cells.ts'
import { reproductionWords } from '../../src-shared/recipe/reproduction-presets.ts'

/** `classOf` names the classes of the network it looks into, where they are not the lab's own. */
export function runName(recipe: Recipe, classOf?: (index: number) => string): string {
  switch (recipe.kind) {
    case 'pictures':
      return 'Own pictures'
    case 'dataset':
      return `Dataset, ${picturesOf(recipe.dataset)}, seed ${recipe.dataset.seed}`
    // The published layouts are the exception in the window.
    case 'classifier':
      return (
        `Classifier${recipe.preset === 'author' ? ' (author’s)' : ''}, ` +
        `${picturesOf(recipe.dataset)}, ${several(recipe.epochs, 'epoch')}`
      )
    case 'autoencoder':
      return (
        `${methodWords(methodOf(recipe))}${recipe.preset === 'author' ? ' (author’s)' : ''}, ` +
        `${picturesOf(recipe.dataset)}, ${several(recipe.epochs, 'epoch')}`
      )
    case 'ascend': {
      const [first] = recipe.objectives
      const what =
        recipe.objectives.length === 1
          ? objectiveName(first!, classOf)
          : `${recipe.objectives.length} objectives from ${objectiveName(first!, classOf)}`
      const how = recipe.parameterization.kind === 'decoder' ? 'generated (climb)' : recipe.transforms.length > 0 ? 'robust' : 'naive'
      return `${what}, ${how}`
    }
    case 'examples':
      return (
        `Dataset examples, ${several(recipe.objectives.length, 'objective')}, ` +
        `${recipe.split === 'all' ? 'all pictures' : `${recipe.split} split`}`
      )
    case 'search':
      return `Generated (search), ${count(recipe.samples)} samples, ${several(recipe.objectives.length, 'objective')}`
    case 'reconstructions':
      return 'Reconstructions'
    case 'nearest':
      return 'Nearest training pictures'
    case 'encoding':
      return 'Map of the encoded dataset'
    case 'match':
      return `Matching channels of ${recipe.layer}`
    case 'grid':
    case 'atlas':
    case 'metamers':
    case 'eigendistortions':
      return `${kindWords[recipe.kind]} of ${recipe.layer}${'picture' in recipe ? `, ${askedPictureWords(recipe.picture)}` : ''}`
    case 'network':
      return recipe.source.file
    case 'sweep':
      return `Sweep of ${recipe.vary.map((_, axis) => axisName(recipe, axis)).join(' and ')}`.slice(0, 200)
    case 'reproduce':
      return `Reproduce the paper (${reproductionWords[recipe.preset].title.toLowerCase()})`
  }
}

/** The name of a training made longer: the name someone gave it, with the epochs it has now. */
export function longerName(before: { name: string; recipe: TrainingRecipe }, recipe: TrainingRecipe): string {
  if (before.name === runName(before.recipe)) return runName(recipe)
  return `${before.name.replace(/, [\d,]+ epochs?$/, '').slice(0, 180)}, ${several(recipe.epochs, 'epoch')}`
}

/** "12 classes (filled; white, green, red), 3,000 pictures"; all classes need no word. */
function picturesOf(dataset: DatasetSpec): string {
  if (isPictures(dataset)) return `${dataset.name.slice(0, 60)}, ${count(dataset.count)} pictures`
  const { classes, count: pictures } = dataset
  const mark = classesMark(classes)
  const some = `${classes.length} ${classes.length === 1 ? 'class' : 'classes'}${mark === '' ? '' : ` (${mark})`}, `
  return `${classes.length === classCount ? '' : some}${count(pictures)} pictures`
}
const several = (value: number, one: string): string => `${count(value)} ${one}${value === 1 ? '' : 's'}`

function count(value: number): string {
  return value.toLocaleString('en-US')
}
