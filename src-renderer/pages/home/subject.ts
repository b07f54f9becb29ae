// Which objective of a network Home shows, and what the numbers of its pictures say.
import type { ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { isFunctional } from '../../../src-shared/recipe/objectives/functional.ts'
import type { MadeMethod, RunVisualizations } from '../../../src-shared/run/visualization.ts'

/** The class of the starter's own demonstration; another network shows it too, where it was taught it. */
const usual = 39

/**
 * What to show of a network: the objective of which most methods have made pictures, of several the one that was asked for alone, then a
 * class, then the newest; without any, `without` or a class that it was taught. Sums and what is measured otherwise than by one unit's
 * activation are left out: they have no page of their own. `runs` are those that made pictures of it, newest first.
 */
export function demonstrated(
  runs: readonly Pick<RunVisualizations, 'pictures'>[],
  taught: readonly number[],
  without: ObjectiveSpec = { kind: 'logit', class: taught.includes(usual) ? usual : (taught[0] ?? 0) },
): ObjectiveSpec {
  const found = new Map<string, { objective: ObjectiveSpec; methods: Set<string>; alone: boolean }>()
  for (const { pictures } of runs) {
    const alone = new Set(pictures.map((one) => one.key)).size === 1
    for (const { objective, key, method } of pictures) {
      if (
        objective.kind === 'sum' ||
        objective.kind === 'elsewhere' ||
        isFunctional(objective) ||
        (objective.kind === 'logit' && !taught.includes(objective.class))
      )
        continue
      const one = found.get(key) ?? { objective, methods: new Set(), alone: false }
      found.set(key, one)
      one.methods.add(method)
      one.alone ||= alone
    }
  }
  const worth = ({ objective, methods, alone }: { objective: ObjectiveSpec; methods: Set<string>; alone: boolean }): number =>
    4 * methods.size + 2 * Number(alone) + Number(objective.kind === 'logit')
  // Sorting keeps the order of equals, which is from newest to oldest.
  const [best] = [...found.values()].sort((one, other) => worth(other) - worth(one))
  return best?.objective ?? without
}

/** What the numbers of the pictures say of each other; how they look is for the reader to see. `word`: what such a number is called. */
export function tradeWords({ naive, robust, generated }: Record<MadeMethod, number | null>, word: string): string {
  const always = `A high ${word} alone says little: noise can reach one too.`
  if (naive === null) return always
  const lower = [
    { name: 'robust', score: robust },
    { name: 'generated', score: generated },
  ]
    .filter((one) => one.score !== null && one.score < naive)
    .map((one) => one.name)
  if (lower.length === 0) return always
  return (
    `${always} The ${lower.join(' and the ')} picture ${lower.length === 1 ? 'reaches' : 'reach'} a lower ${word} than the ` +
    `naive one: that is the price of less speckle. See for yourself which of them looks like something.`
  )
}
