// Settings of recipes as rows of a table, by their names, in words and with their units.
import { isShapes } from '../domains/dataset.ts'
import { budgets } from './budgets/index.ts'
import { optimizers } from './optimizers/index.ts'
import { parameterizations } from './parameterizations/index.ts'
import { regularizerName } from './regularizers/index.ts'
import { togetherKind } from './together/index.ts'
import { transformWords } from './transforms/index.ts'
import { classesWords } from '../domains/shapes/class-sets.ts'
import { formatWords, namesWords } from './brought-words.ts'
import { differences } from './diff.ts'
import { kindWords } from './kind-labels.ts'
import { count, number, withMinus } from '../text/numbers.ts'
import type { KindForm } from './form/words.ts'
import { preprocessingWords } from '../network/preprocessing.ts'
import { askedPictureWords } from './asked-picture.ts'
import { objectiveTitle } from './objective.ts'
import { labels } from './setting-labels.ts'
import { canonical, type Recipe } from './recipe.ts'
import type { SummaryRow } from '../run/summary-rows.ts'

export interface SettingRow {
  key: string
  label: string
  values: string[]
  same: boolean
}

const kindLabels: Record<string, string> = { parameterization: 'Moves', optimizer: 'Steps are made by' }
const groups: Record<string, string> = {
  source: 'File',
  among: 'Own pictures',
  continues: 'Continues from',
  dataset: 'Dataset',
  parameterization: 'Start',
  optimizer: 'Steps',
  budget: 'The same for every picture',
  classifier: 'Classifier',
  autoencoder: 'Autoencoder',
}
/** Lists whose items are told together. */
const whole = ['objectives', 'transforms', 'regularizers', 'together', 'pictures', 'picture', 'preprocessing'] as const
/** A value as a reader calls it, by the name of its setting. */
const valueWords: Record<string, Record<string, string>> = {
  kind: {
    pixels: 'the pixels',
    fourier: 'the waves of the picture',
    decoder: 'the latent vector of a generator',
    normalized: 'gradient ÷ its standard deviation',
    unit: 'gradient ÷ its length',
    adam: 'Adam',
    vae: 'a variational autoencoder',
    pictures: 'own pictures',
  },
  start: {
    noise: 'random noise',
    grey: 'a grey picture',
    black: 'a black picture',
    random: 'random points',
    mean: 'the mean of the dataset',
    examples: 'training pictures, by lot',
  },
  split: {
    train: 'training pictures',
    validation: 'validation pictures',
    test: 'test pictures',
    all: 'all pictures',
    2: 'of every 10 pictures of a class, 8 for training, 1 for validation and 1 for the test',
  },
  preset: { author: 'the author’s', paper: 'the paper’s', default: 'ours', tiny: 'Tiny', quick: 'Quick' },
  colour: { identity: 'no, each by itself', imagenet: 'as in photographs (ImageNet)', dataset: 'as in the dataset' },
  sampling: { box: 'uniform in the box of the encoded pictures', posterior: 'where the encoded pictures lie', prior: 'the prior N(0, 1)' },
  fit: { crop: 'the middle is cut out', letterbox: 'shown whole, with bars' },
  format: formatWords,
  output: { relu: 'ReLU', linear: 'none', sigmoid: 'sigmoid' },
}
/** What stands behind a number, by the name of its setting. Shapes are measured in a picture 200 wide, whatever its size in pixels. */
const units: Record<string, string> = {
  size: ' pixels wide and high',
  radius: ' in a picture 200 wide',
  lineWidth: ' in a picture 200 wide',
  filledLineWidth: ' in a picture 200 wide',
  margin: ' in a picture 200 wide',
  rotation: '°',
  position: ' of the free space',
  block: ' pixels wide and high',
  ball: ' standard deviations',
}
/** Kinds that this table has no words for have the labels that they are chosen by, and so have their settings. */
const chosen: Record<string, Record<string, KindForm>> = {
  parameterization: parameterizations,
  optimizer: optimizers,
  budget: budgets,
}
const fieldLabel = (group: string, field: string): string | undefined =>
  Object.values(own(chosen, group) ?? {}).flatMap(({ fields }) => own(fields, field)?.label ?? [])[0]
const kindLabel = (path: string, value: string): string | undefined =>
  path.endsWith('.kind') ? own(own(chosen, path.split('.')[0]!) ?? {}, value)?.label : undefined
const own = <T>(table: Record<string, T>, key: string): T | undefined => (Object.hasOwn(table, key) ? table[key] : undefined)
const spaced = (key: string): string =>
  key.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^./, (first) => first.toUpperCase())
const nameOf = (path: string): string => path.split('.').at(-1) ?? path

/**
 * The label of a setting by its path: "learningRate" is "Peak learning rate", "dataset.count" is "Dataset: pictures",
 * "objectives.3.channel" is "Objectives".
 */
export function settingLabel(path: string): string {
  const [head = '', ...rest] = path.split('.')
  if (rest.length === 0) return own(labels, head) ?? spaced(head)
  const group = own(groups, head)
  // The kind of a generator has the name of the group, and its numbers have names of their own.
  if (head === 'method' && rest[0] !== 'kind') return settingLabel(rest.join('.'))
  if (group === undefined) return own(labels, head) ?? spaced(head)
  const tail = rest.join('.')
  if (tail === 'kind' && own(kindLabels, head)) return kindLabels[head]!
  const word = own(labels, tail) ?? fieldLabel(head, tail) ?? spaced(tail)
  return `${group}: ${/^[A-Z]{2}/.test(word) ? word : `${word.charAt(0).toLowerCase()}${word.slice(1)}`}`
}

type ClassNamer = (index: number) => string

function wholeValue(recipe: Recipe, name: string, classOf?: ClassNamer): string {
  if (name === 'objectives' && 'objectives' in recipe) {
    const names = recipe.objectives.map((spec) => objectiveTitle(spec, classOf))
    return names.length <= 3 ? names.join('; ') : `${names.length}: ${names.slice(0, 2).join('; ')} …`
  }
  if (name === 'preprocessing' && recipe.kind === 'network') return preprocessingWords(recipe.preprocessing)
  if (name === 'pictures' && recipe.kind === 'nearest') return count(recipe.pictures.length, 'picture')
  if (name === 'pictures' && recipe.kind === 'atlas') return count(recipe.pictures, 'picture')
  if (name === 'picture' && 'picture' in recipe) return askedPictureWords(recipe.picture)
  if (name === 'transforms' && 'transforms' in recipe)
    return recipe.transforms.length === 0 ? 'none' : recipe.transforms.map(transformWords).join('; ')
  if (recipe.kind !== 'ascend' || (name !== 'regularizers' && name !== 'together')) return '—'
  const list =
    name === 'together'
      ? (recipe.together ?? []).map((one) => togetherKind(one).words(one))
      : recipe.regularizers.map((one) => `${regularizerName(one)}, weight ${one.weight}`)
  return list.length === 0 ? 'none' : list.join('; ')
}

function paths(value: unknown, path: string, out: Map<string, string>): Map<string, string> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value))
    for (const [key, inner] of Object.entries(value)) paths(inner, path === '' ? key : `${path}.${key}`, out)
  else if (value !== undefined) out.set(path, typeof value === 'string' ? value : canonical(value))
  return out
}

/** One row for each setting that differs, or with `all` for every setting. `named` tells what a content hash is, `classOf` what the classes
 * of a recipe's network are called where they are not the lab's own. */
export function settingRows(
  recipes: readonly Recipe[],
  all: boolean,
  named: (hash: string) => string,
  classOf?: (recipe: Recipe) => ClassNamer | undefined,
): SettingRow[] {
  const different = new Map(differences([...recipes]).map(({ setting, values }) => [setting, values]))
  const flat = recipes.map((recipe) => paths(recipe, '', new Map()))
  const order = all ? [...new Set([...flat.flatMap((one) => [...one.keys()]), ...different.keys()])] : [...different.keys()]
  const rows = new Map<string, SettingRow>()
  for (const path of order) {
    const list = whole.find((one) => path === one || path.startsWith(`${one}.`))
    const key = list ?? path
    if (rows.has(key)) continue
    const values = list
      ? recipes.map((recipe) => wholeValue(recipe, list, classOf?.(recipe)))
      : (different.get(path) ?? flat.map((one) => one.get(path) ?? '—'))
    const same = list ? ![...different.keys()].some((one) => one === list || one.startsWith(`${list}.`)) : !different.has(path)
    const words = (one: string, at: number): string =>
      path === 'method.kind' && one === '—' && recipes[at]!.kind === 'autoencoder' ? 'an autoencoder' : settingWords(path, one, named)
    rows.set(key, { key, label: settingLabel(key), same, values: list ? values : values.map(words) })
  }
  return [...rows.values()]
}

const measures: Record<string, string> = { max: 'the strongest place', mean: 'the mean over all places' }
/** A value of a recipe, given as text or JSON, in words and with its unit. */
function settingWords(path: string, value: string, named: (hash: string) => string): string {
  const name = nameOf(path)
  if (path === 'kind') return own<string>(kindWords, value) ?? value
  if (/^[0-9a-f]{64}$/.test(value)) return named(value)
  if (name === 'classNames' || (name === 'classes' && value.startsWith('["'))) return namesWords(value)
  if (name === 'classes') return classesWord(value)
  const word = own(own(valueWords, name) ?? {}, value) ?? kindLabel(path, value)
  if (word !== undefined) return word
  if (value === 'true' || value === 'false') return value === 'true' ? 'yes' : 'no'
  if (name === 'measures')
    return value
      .replaceAll(/[[\]"]/g, '')
      .split(',')
      .map((one) => own(measures, one) ?? one)
      .join(' and ')
  if (value.startsWith('[')) return listWords(name, value, own(units, name) ?? '')
  if (!/^-?\d/.test(value)) return value
  // A seed is a name more than a number.
  return `${/^\d{4,}$/.test(value) && name !== 'seed' ? number(Number(value)) : value}${own(units, name) ?? ''}`
}
/** Settings that are two numbers, from and to; other lists are vectors. */
const ranges = new Set(['radius', 'rotation', 'position'])
function listWords(name: string, value: string, unit: string): string {
  const list = value.slice(1, -1).split(',')
  return ranges.has(name)
    ? `${list.map((one) => withMinus(String(one))).join(' to ')}${unit}`
    : list.map((one) => withMinus(String(Number(Number(one).toPrecision(3))))).join(', ')
}
function classesWord(value: string): string {
  const list = value.startsWith('[') ? value.slice(1, -1).split(',').map(Number) : []
  return list.length === 0 ? value : classesWords(list)
}

/**
 * The settings that one asks for first, by their path, in this order, with their labels and the words of the glossary that explain them.
 */
const first: readonly (readonly [path: string, label: string, term?: SummaryRow['term']])[] = [
  ['dataset.count', 'Pictures'],
  ['dataset.classes', 'Classes', 'class'],
  ['dataset.size', 'Picture size'],
  ['preset', 'Layout'],
  ['latent', 'Latent numbers'],
  ['epochs', 'Epochs', 'epoch'],
  ['batchSize', 'Batch size', 'batch'],
  ['learningRate', 'Peak learning rate', 'learning-rate'],
  ['layer', 'Layer'],
  ['steps', 'Steps', 'step'],
  ['starts', 'Starts'],
  ['samples', 'Samples', 'samples'],
  ['seed', 'Seed', 'seed'],
  ['dataset.seed', 'Seed of the dataset', 'seed'],
  ['split', 'Pictures of', 'split'],
  ['dataset.split', 'Split', 'split'],
]
/** The rule that datasets have which name none. */
const firstSplit =
  'of every 10 pictures, 8 for training, 1 for validation and 1 for the test; which ones also depends on how many there are'

/**
 * What a recipe is made with, as far as one asks for it first: pictures, classes, epochs, batch size, learning rate, seeds and split, in
 * words and with units.
 */
export function mainSettings(recipe: Recipe): SummaryRow[] {
  const values = new Map(settingRows([recipe], true, (hash) => hash).map(({ key, values: [value = ''] }) => [key, value]))
  if ('dataset' in recipe && isShapes(recipe.dataset) && recipe.dataset.split === undefined) values.set('dataset.split', firstSplit)
  return first.flatMap(([path, label, term]): SummaryRow[] => {
    const value = values.get(path)
    return value === undefined ? [] : [{ label, value, ...(term ? { term } : {}) }]
  })
}
