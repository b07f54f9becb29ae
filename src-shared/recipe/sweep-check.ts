// What is wrong with the ascents of a sweep, a sentence each.
import { few } from './few-faults.ts'
import type { AscendRecipe, SweepRecipe } from './recipe.ts'
import { cellsOf } from './sweep-cells.ts'

/** `faultsOf` tells what is wrong with one ascent. What is wrong with every one of them is told once. */
export function sweepFaults(recipe: SweepRecipe, faultsOf: (one: AscendRecipe) => string[]): string[] {
  const { cells, faults } = cellsOf(recipe)
  const unfit = cells.flatMap(({ words, recipe: one }) => faultsOf(one).map((fault) => ({ words, fault })))
  const told = [...Map.groupBy(unfit, ({ fault }) => fault)].map(([fault, list]) =>
    list.length === cells.length ? fault : `${list[0]!.words}: ${fault}`,
  )
  return [...few(faults), ...few(told)]
}
