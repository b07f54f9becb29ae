// What the pictures of several runs reach, beside each other.
import { type ObjectiveSpec, valueWordOf } from '../recipe/objective.ts'
import { compact, count } from '../text/numbers.ts'
import { listed } from '../text/phrase.ts'
import { resultPictures } from './result-pictures.ts'
import type { Artifact, Run } from './run.ts'

interface Scored {
  letter: string
  run: Run
  artifacts: readonly Artifact[]
}

/** Numbers closer than this share of the larger one are told as the same: rounding alone moves them about as far. */
const alike = 0.01

const objectivesOf = (list: readonly Scored[]): ObjectiveSpec[] =>
  list.flatMap(({ run }) => ('objectives' in run.recipe ? run.recipe.objectives : []))

/**
 * What the pictures that the page shows first reach: of ascents start 1, of searches the best; each as it is kept, seen without shaking.
 * `apart`: they look into different networks.
 */
export function scoreSentence(list: readonly Scored[], apart: boolean): string {
  if (apart)
    return (
      `These runs look into different networks, whose ${valueWordOf(objectivesOf(list))}s are not on the same scale: compare the ` +
      `pictures, not the numbers.`
    )
  const shown = list.map(
    ({ artifacts }) =>
      new Map(
        resultPictures(artifacts)
          .filter(({ start }) => start === 0)
          .map(({ key, scores: all }) => [key, all.at(-1) ?? Number.NaN]),
      ),
  )
  const [first = new Map<string, number>()] = shown
  const common = [...first.keys()].filter((key) => shown.every((one) => Number.isFinite(one.get(key))))
  if (common.length === 0) return 'These runs have no objective in common.'
  const word = valueWordOf(
    resultPictures(list[0]?.artifacts ?? [])
      .filter(({ key }) => common.includes(key))
      .map(({ objective }) => objective),
  )
  const which = list.some(({ run }) => run.recipe.kind === 'ascend' && run.recipe.starts > 1) ? ' Start 1 of each is compared.' : ''
  const winners = common.map((key) => ahead(shown.map((one) => one.get(key)!)))
  if (common.length === 1) {
    const reached = shown.map((one) => compact(one.get(common[0]!)!))
    const told = listed(list.map(({ letter }, at) => `${letter} reaches ${reached[at]}`))
    const [winner] = winners
    if (winner === null || winner === undefined) return `${told}: the ${word}s are about the same.${which}`
    return list.length === 2
      ? `${list[winner]?.letter} reaches the higher ${word}, ${reached[winner]} against ${reached[1 - winner]}.${which}`
      : `${list[winner]?.letter} reaches the highest ${word}: ${told}.${which}`
  }
  const top = list.length === 2 ? 'higher' : 'highest'
  const wins = list.map((_, at) => winners.filter((one) => one === at).length)
  const most = Math.max(...wins)
  if (most === 0) {
    const all = common.length === 2 ? 'both common objectives' : `all ${common.length} common objectives`
    return `The ${word}s are about the same for ${all}.${which}`
  }
  if (wins.filter((one) => one === most).length > 1)
    return `Neither is ahead: over ${count(common.length, 'common objective')} they share the ${top} ${word}s evenly.${which}`
  const all = common.length === 2 ? 'both common objectives' : `all ${common.length} common objectives`
  return (
    `${list[wins.indexOf(most)]?.letter} reaches the ${top} ${word} for ` +
    `${most === common.length ? all : `${most} of ${common.length} common objectives`}.${which}`
  )
}

/** What stands side by side and what its numbers are, for above the pictures. `start` counts from 0. */
export function shownNote(list: readonly Scored[], start: number): string {
  const kinds = new Set(list.map(({ run }) => run.recipe.kind))
  if (kinds.size === 1 && kinds.has('search')) return `Rank ${start + 1} of each.`
  if (kinds.size !== 1 || !kinds.has('ascend')) return ''
  const many = list.map(({ letter, run }) => ({ letter, starts: run.recipe.kind === 'ascend' ? run.recipe.starts : 1 }))
  const which = many.some((one) => one.starts > 1)
    ? `Start ${start + 1} of each; ${listed(many.map((one) => `${one.letter} has ${count(one.starts, 'start')}`))}. `
    : ''
  const shaken = list.some(({ run }) => run.recipe.kind === 'ascend' && run.recipe.transforms.length > 0)
  return `${which}The ${valueWordOf(objectivesOf(list))} is that of the picture as shown${shaken ? ', seen without shaking' : ''}.`
}

/** The place of the largest value, null when another comes within `alike` of it. */
function ahead(values: readonly number[]): number | null {
  const most = Math.max(...values)
  const near = values.filter((one) => most - one <= alike * Math.abs(most))
  return near.length > 1 ? null : values.indexOf(most)
}
