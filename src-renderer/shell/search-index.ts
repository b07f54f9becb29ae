// All that the palette finds besides commands and runs: pages and their tabs, units, classes, words, help, settings. Fetched when it is
// first opened.
import { topics } from '../pages/help/topics.ts'
import { classIn, type LayerInfo, unitTitle, unitWord } from '../visualization/units.ts'
import { hrefOf, type Query, type Route } from '../state/route.ts'
import { type Word, words } from '../text/glossary.ts'

export interface Found {
  id: string
  title: string
  group: string
  /** Other words one may search for. */
  keywords: string
  href: string
}

const place = (title: string, keywords: string, route: Route, query: Query = {}): Found => ({
  id: `place ${title}`,
  title,
  group: 'Go to',
  keywords,
  href: hrefOf(route, query),
})
const setting = (title: string, keywords: string): Found => ({
  id: `setting ${title}`,
  title,
  group: 'Settings',
  keywords,
  href: hrefOf({ page: 'settings' }),
})
const data = (more: { view?: 'new' | 'own' } = {}): Route => ({ page: 'data', class: null, picture: null, ...more })

/** Places that are the same in every library. */
const fixed: readonly Found[] = [
  place('Compare runs', 'comparison difference side by side a b', { page: 'compare', ids: [] }),
  place('Trash', 'deleted removed bin restore', { page: 'runs', run: null }, { shelf: 'trash' }),
  place('Archive', 'archived put away', { page: 'runs', run: null }, { shelf: 'archive' }),
  place('Imagine: latent vector', 'dials sliders turn z latent', { page: 'imagine', tab: 'dials' }),
  place('Imagine: map', 'map of the dataset encoded principal axes scatter cloud', { page: 'imagine', tab: 'map' }),
  place('Imagine: path', 'walk interpolation film gif between two', { page: 'imagine', tab: 'path' }),
  place('Imagine: search', 'random latent search samples best', { page: 'imagine', tab: 'search' }),
  place('A picture of your own', 'open image file png jpg photo upload drop draw drawing pad sketch paint', data({ view: 'own' })),
  place('Train 12 classes', 'lesson classroom teacher school quick start', { page: 'train', run: null }, { classes: '12' }),
  place('Draw a new dataset', 'new dataset classes pictures', data({ view: 'new' })),
  place('Layers of the model', 'map of layers network mosaic', { page: 'look', layer: null, unit: null }),
  place('Glossary', 'words terms dictionary', { page: 'help', topic: 'glossary' }),
  place('Keyboard shortcuts', 'keys', { page: 'help', topic: 'shortcuts' }),
  setting('Theme', 'light dark colours appearance'),
  setting('Size of text', 'font larger smaller zoom'),
  setting('Reduce motion', 'animation'),
  setting('Smooth pictures', 'pixels sharp'),
  setting('Single-key shortcuts', 'keys keyboard'),
  setting('Notifications', 'notify notices when long work ends'),
  setting('Library', 'folder path where everything is kept storage'),
  setting('Back up the library', 'backup copy save'),
  setting('Diagnostics', 'doctor checks problems'),
  ...topics.map(
    ({ id, title, lead }): Found => ({ id: `help ${id}`, title, group: 'Help', keywords: lead, href: hrefOf({ page: 'help', topic: id }) }),
  ),
  ...Object.entries<Word>(words).map(
    ([id, { term, plain, also = '' }]): Found => ({
      id: `word ${id}`,
      title: term,
      group: 'Glossary',
      keywords: `${plain} ${also}`,
      href: hrefOf({ page: 'help', topic: 'glossary' }, { word: id }),
    }),
  ),
]

export interface Model {
  /** The run that trained or brought it. */
  run: string
  layers: readonly LayerInfo[]
  /** Whether it was brought: the lab does not have its pictures, nor its training. */
  own: boolean
}

/** What there is to find with a model, or without one. */
export function searchIndex(model: Model | null): Found[] {
  if (!model) return [...fixed]
  const training: Route = { page: 'train', run: model.run }
  const ofTraining = [
    place('Mistakes of the model', 'confusion matrix mix-ups wrong errors test accuracy', training, { view: 'mistakes' }),
    place('Training of the model', 'curves loss accuracy epochs', training),
  ]
  return [
    ...fixed,
    ...(model.own ? [] : ofTraining),
    ...model.layers
      .filter((one) => one.kind !== 'logits')
      .flatMap((layer) => [
        {
          id: `layer ${layer.name}`,
          title: layer.name,
          group: 'Look inside',
          keywords: `layer ${layer.units} ${unitWord(layer)}s`,
          href: hrefOf({ page: 'look', layer: layer.name, unit: null }),
        },
        ...Array.from(
          { length: layer.units },
          (_, unit): Found => ({
            id: `unit ${layer.name}:${unit}`,
            title: `${layer.name} ${unitWord(layer)} ${unit}`,
            group: 'Look inside',
            keywords: `neuron ${layer.name}/${unit} ${layer.name}:${unit}`,
            href: hrefOf({ page: 'look', layer: layer.name, unit }),
          }),
        ),
      ]),
    ...model.layers
      .filter((one) => one.kind === 'logits')
      .flatMap((layer) => layer.taught.flatMap((label) => classEntries(layer, label, model.own))),
  ]
}

function classEntries(layer: LayerInfo, label: number, own: boolean): Found[] {
  const logit: Found = {
    id: `logit ${label}`,
    title: unitTitle(layer, label),
    group: 'Look inside',
    keywords: `class ${label} what it looks for`,
    href: hrefOf({ page: 'look', layer: layer.name, unit: label }),
  }
  const pictures: Found = {
    id: `class ${label}`,
    title: classIn(layer, label),
    group: 'Pictures of a class',
    keywords: `class ${label} data`,
    href: hrefOf({ page: 'data', class: label, picture: null }),
  }
  return own ? [logit] : [pictures, logit]
}
