// Settings of recipes as rows of a table, in words.
import { differences } from '../../../src-shared/differences.ts'
import { objectiveName } from '../../../src-shared/objective.ts'
import { canonical, type Recipe } from '../../../src-shared/recipe.ts'
import { count, number } from '../../format.ts'

export interface SettingRow { key: string; label: string; values: string[]; same: boolean }

const labels: Record<string, string> = {
  kind: 'Kind', seed: 'Seed', epochs: 'Epochs', batchSize: 'Batch size', learningRate: 'Learning rate', preset: 'Preset', latent: 'Latent numbers', output: 'Last activation', steps: 'Steps', starts: 'Starts', frames: 'Frames kept',
  model: 'Classifier', other: 'Other classifier', generator: 'Generator', samples: 'Samples', top: 'Kept', sampling: 'Sampling', split: 'Split', layer: 'Layer', objectives: 'Objectives', transforms: 'Transforms', regularizers: 'Regularizers', pictures: 'Pictures',
  count: 'pictures', size: 'picture size', classes: 'classes', radius: 'radius', lineWidth: 'line width', filledLineWidth: 'line width of filled shapes', margin: 'margin', rotation: 'rotation', position: 'position',
  step: 'step size', start: 'start', whiten: 'whitened', ball: 'radius of the ball', authorEpochs: 'Epochs of the author’s autoencoder', pixelSteps: 'Steps, pixels', latentSteps: 'Steps, latent ascent',
}
const groups: Record<string, string> = { dataset: 'Dataset', parameterization: 'Parameterization', optimizer: 'Optimizer', classifier: 'Classifier', autoencoder: 'Autoencoder' }
/** Lists whose items are told together. */
const whole = ['objectives', 'transforms', 'regularizers', 'pictures'] as const
const spaced = (key: string): string => key.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)

/** The label of a setting by its path: "learningRate" is "Learning rate", "objectives.3.channel" is "Objectives". */
export function settingLabel(path: string): string {
  const [head = '', ...rest] = path.split('.')
  if (rest.length === 0) return labels[head] ?? spaced(head)
  if (!(head in groups)) return labels[head] ?? spaced(head)
  const tail = rest.join('.')
  const word = tail === 'kind' ? 'kind' : labels[tail] ?? spaced(tail)
  return `${groups[head]}: ${word.charAt(0).toLowerCase()}${word.slice(1)}`
}

function wholeValue(recipe: Recipe, name: string): string {
  if (name === 'objectives' && 'objectives' in recipe) {
    const names = recipe.objectives.map(objectiveName)
    return names.length <= 3 ? names.join('; ') : `${names.length}: ${names.slice(0, 2).join('; ')} …`
  }
  if (name === 'pictures' && recipe.kind === 'nearest') return count(recipe.pictures.length, 'picture')
  if (recipe.kind !== 'ascend' || (name !== 'transforms' && name !== 'regularizers')) return '—'
  const list = recipe[name].map(({ kind, ...rest }) => `${kind}${Object.keys(rest).length > 0 ? ` ${Object.values(rest).map((one) => (Array.isArray(one) ? one.join(' to ') : String(one))).join(', ')}` : ''}`)
  return list.length === 0 ? 'none' : list.join('; ')
}

function paths(value: unknown, path: string, out: Map<string, string>): Map<string, string> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) for (const [key, inner] of Object.entries(value)) paths(inner, path === '' ? key : `${path}.${key}`, out)
  else if (value !== undefined) out.set(path, typeof value === 'string' ? value : canonical(value))
  return out
}

/** One row for each setting that differs, or with `all` for every setting. `named` tells what a content hash is. */
export function settingRows(recipes: readonly Recipe[], all: boolean, named: (hash: string) => string): SettingRow[] {
  const different = new Map(differences([...recipes]).map(({ setting, values }) => [setting, values]))
  const flat = recipes.map((recipe) => paths(recipe, '', new Map()))
  const order = all ? [...new Set([...flat.flatMap((one) => [...one.keys()]), ...different.keys()])] : [...different.keys()]
  const rows = new Map<string, SettingRow>()
  for (const path of order) {
    const list = whole.find((one) => path === one || path.startsWith(`${one}.`))
    const key = list ?? path
    if (rows.has(key)) continue
    const values = list ? recipes.map((recipe) => wholeValue(recipe, list)) : different.get(path) ?? flat.map((one) => one.get(path) ?? '—')
    const same = list ? ![...different.keys()].some((one) => one === list || one.startsWith(`${list}.`)) : !different.has(path)
    rows.set(key, { key, label: settingLabel(key), same, values: values.map((one) => valueWord(path, one, named)) })
  }
  return [...rows.values()]
}
function valueWord(path: string, value: string, named: (hash: string) => string): string {
  if (/^[0-9a-f]{64}$/.test(value)) return named(value)
  if (path.endsWith('.classes')) return classesWord(value)
  // A seed is a name more than a number.
  return /^\d{4,}$/.test(value) && !path.endsWith('seed') ? number(Number(value)) : value
}
function classesWord(value: string): string {
  const list = value.startsWith('[') ? value.split(',').length : 0
  return list > 6 ? `${list} classes` : value
}
