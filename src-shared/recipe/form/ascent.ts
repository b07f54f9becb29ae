// The form of an ascent: every setting of its recipe but what it is asked of, with its words.
import { z } from 'zod'
import { budgets } from '../budgets/index.ts'
import { optimizers } from '../optimizers/index.ts'
import { parameterizations } from '../parameterizations/index.ts'
import { type AscendRecipe, ascendRecipe } from '../recipe.ts'
import { regularizers } from '../regularizers/index.ts'
import { togetherKinds } from '../together/index.ts'
import { transforms } from '../transforms/index.ts'
import { fieldsOf, type FormField } from './shape.ts'
import type { AnyWords, FieldsOf } from './words.ts'

const { kind: _kind, model: _model, objectives: _objectives, ...settings } = ascendRecipe.shape
const { seed: _seed, ...method } = settings
/** How pictures are made, whatever they are of: an ascent without its network, its objectives and its seed. */
export const ascentMethod = z.strictObject(method)
export type AscentMethod = z.output<typeof ascentMethod>

/** In the order of the form. */
const words: FieldsOf<Omit<AscendRecipe, 'model' | 'objectives'>> = {
  parameterization: { label: 'What moves', kinds: parameterizations },
  transforms: { label: 'Changes at each step', help: 'Each step sees the picture changed at random, in this order.', kinds: transforms },
  draws: { label: 'Views averaged at each step', help: 'Less noise, more time. Empty: one.' },
  regularizers: { label: 'Penalties', help: 'What a picture pays for; taken off the objective.', kinds: regularizers },
  together: { label: 'Between pictures', help: 'What pictures that climb together pay for.', kinds: togetherKinds },
  budget: { label: 'The same for every picture', help: 'So that a higher score cannot mean more of it.', kinds: budgets },
  gradientBlur: { label: 'Blur of the gradient', unit: 'px', help: 'Coarse changes before fine ones. Empty: none.', step: 0.1, initial: 1 },
  optimizer: { label: 'Steps are made by', kinds: optimizers },
  steps: { label: 'Steps' },
  redirectedRelu: {
    label: 'First steps that switch units on',
    help: 'Where a picture has no gradient since all units are off. Empty: it stays as it is.',
  },
  seed: { label: 'Seed' },
  starts: { label: 'Starts', help: 'Pictures of each objective.' },
  frames: { label: 'Frames kept', help: '0 keeps no film.' },
}
export const ascentWords: Readonly<Record<string, AnyWords>> = words

const fields = new Map(fieldsOf(z.strictObject(settings)).map((one) => [one.name, one]))
/** The settings of an ascent, in the order of a form. */
export const ascentFields: readonly FormField[] = Object.keys(words).map((name) => fields.get(name)!)
