// Laws of the page's words: every term has its entry, every entry a plain word and one line, and the help can be read by anyone.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { classOf } from '../../src-shared/domains/shapes/dataset.ts'
import { datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { piecesOf, plainText } from '../../src-renderer/pages/help/marks.ts'
import { lessonSteps } from '../../src-renderer/pages/help/lesson-steps.ts'
import { type Block, topics } from '../../src-renderer/pages/help/topics.ts'
import { parseHash } from '../../src-renderer/state/route.ts'
import { settingTerm } from '../../src-renderer/text/setting-terms.ts'
import { type Word, words } from '../../src-renderer/text/glossary.ts'

const renderer = join(import.meta.dirname, '..', '..', 'src-renderer')
const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.svelte'))
  .map((name) => ({ name, text: readFileSync(join(renderer, name), 'utf8') }))
const entries: [string, Word][] = Object.entries(words)

test('every term that a page explains has an entry in the glossary', () => {
  const used = sources.flatMap(({ name, text }) =>
    [...text.matchAll(/<Term\b[^>]*?\bword="([^"]+)"|\bterm="([^"]+)"/g)].map((found) => ({ name, word: found[1] ?? found[2]! })),
  )
  expect(used.length).toBeGreaterThan(10)
  for (const { name, word } of used) expect(Object.keys(words), `${name} explains “${word}”`).toContain(word)
})

test.each(entries)('%s has a plain word and one line of help', (_id, { term, plain, help }) => {
  for (const text of [term, plain, help]) {
    expect(text.trim()).toBe(text)
    expect(text).not.toBe('')
    expect(text).not.toContain('\n')
  }
  expect(plain.toLowerCase()).not.toBe(term.toLowerCase())
  expect(help).toMatch(/[.!?]$/)
  // What fits into the little window beside a term.
  expect(help.length).toBeLessThanOrEqual(170)
})

/** A word as it stands on screen, and the entry that explains it. */
const onScreen: [RegExp, keyof typeof words][] = [
  [/ReLU/, 'relu'],
  [/standard deviations?/, 'standard-deviation'],
  [/\bscore\b/, 'score'],
  [/Optimizer/, 'optimizer'],
  [/Jitter/, 'jitter'],
  [/radient/, 'gradient'],
  [/correlation/, 'correlation'],
  [/principal axes/, 'principal-axis'],
  [/variance/, 'variance'],
  [/probability/, 'probability'],
  [/random noise/, 'noise'],
  [/Strongest place/, 'strongest-place'],
  [/Mean over the picture/, 'mean-over-picture'],
  [/95 % interval/, 'interval'],
  [/Whitened/, 'whitened'],
  [/Kept within/, 'kept-within'],
  [/Weights/, 'weights'],
  [/\bhash\b/, 'hash'],
  [/\bdead\b/, 'dead-channel'],
]
const shown = ['src-renderer', 'src-shared', join('src-main', 'paper')].flatMap((folder) =>
  readdirSync(join(renderer, '..', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(svelte|ts)$/.test(name) && !/(^|\/)(words|topics|lesson)\.ts$/.test(name))
    .map((name) => ({ name, text: readFileSync(join(renderer, '..', folder, name), 'utf8') })),
)
/** Named by a Term or a field of a page, or by the lists of words for settings and for the rows of a summary. */
const explains = ({ name, text }: { name: string; text: string }, id: string): boolean =>
  new RegExp(`(word|term)="${id}"|(word|term)=\\{[^}]*'${id}'|term: '${id}'`).test(text) ||
  (/(^|\/)(setting-terms|summary-rows)\.ts$/.test(name) && text.includes(`'${id}'`))
test.each(onScreen)('%s is on screen, and a page explains it by “%s”', (word, id) => {
  expect(
    shown.some(({ text }) => word.test(text)),
    'it is on screen',
  ).toBe(true)
  expect(
    shown.some((one) => explains(one, id)),
    'it is explained',
  ).toBe(true)
})

test('a setting is explained by its own word, whatever group it is in', () => {
  expect(['parameterization.ball', 'optimizer.kind', 'optimizer.step', 'seed', 'dataset.seed', 'toString'].map(settingTerm)).toEqual([
    'kept-within',
    'optimizer',
    undefined,
    'seed',
    'seed',
    undefined,
  ])
})

test('no two entries have the same term or the same plain word', () => {
  for (const of of ['term', 'plain'] as const) {
    const all = entries.map(([, word]) => word[of].toLowerCase())
    expect(all.filter((one, at) => all.indexOf(one) !== at)).toEqual([])
  }
})

function textsOf(block: Block): string[] {
  if (typeof block === 'string') return [block]
  if ('heading' in block) return []
  if ('list' in block) return [...block.list]
  if ('lesson' in block) return block.lesson.flatMap(({ question, open, see, conclude }) => [question, open, see, conclude])
  return [block.caption]
}
const pages = topics.map((topic) => ({ id: topic.id, topic, paragraphs: [topic.lead, ...topic.blocks.flatMap(textsOf)] }))

test.each(pages)('help page $id: its terms are in the glossary, its ways lead somewhere, its pictures exist', ({ topic, paragraphs }) => {
  for (const paragraph of paragraphs) {
    for (const piece of piecesOf(paragraph)) if (piece.kind === 'link') expect(parseHash(piece.href), piece.href).not.toBeNull()
  }
  const settings = datasetSettings.parse({})
  for (const block of topic.blocks)
    if (typeof block === 'object' && 'pictures' in block)
      for (const index of block.pictures) expect(() => classOf(settings, index)).not.toThrow()
})

test('the lesson lasts as long as its title says', () => {
  expect(topics.find((one) => one.id === 'lesson')?.title).toContain(`${lessonSteps.reduce((sum, one) => sum + one.minutes, 0)} minutes`)
})

/** Syllables of an English word, by its groups of vowels; a silent e at the end is none. */
function syllables(word: string): number {
  const groups = word
    .toLowerCase()
    .replace(/(?:[^laeiouy]es|[^laeiouyt]ed|[^laeiouy]e)$/, '')
    .match(/[aeiouy]+/g)
  return Math.max(1, groups?.length ?? 0)
}
/** The school year whose pupils can read a text (Kincaid, Fishburne, Rogers and Chissom 1975). */
function grade(texts: readonly string[]): number {
  const sentences = texts.flatMap((text) => text.split(/[.!?:](?:\s|$)/)).filter((one) => /\p{L}/u.test(one))
  const all = sentences.flatMap((one) => one.match(/[\p{L}’]+/gu) ?? [])
  return 0.39 * (all.length / sentences.length) + 11.8 * (all.reduce((sum, one) => sum + syllables(one), 0) / all.length) - 15.59
}

test('the grade tells easy from hard', () => {
  expect(grade(['The cat sat on the mat. The dog ran to the door.'])).toBeLessThan(2)
  expect(
    grade(['Constraining optimization to generative representations nevertheless necessitates considerable computational investigation.']),
  ).toBeGreaterThan(15)
})
test.each(pages)('help page $id can be read after eight years of school', ({ paragraphs }) => {
  expect(grade(paragraphs.map(plainText))).toBeLessThanOrEqual(8)
})
test('and so can the glossary as a whole', () => {
  expect(grade(entries.map(([, word]) => word.help))).toBeLessThanOrEqual(8)
})
