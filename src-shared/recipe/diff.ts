// Which settings of some recipes differ, by the path to each in the JSON.
import type { Json } from '../run/event.ts'
import { canonical, type Recipe } from './recipe.ts'

/** Every value of a recipe by its path, such as "dataset.count" or "transforms.0.kind"; lists of plain values stay whole. */
function settingsOf(value: unknown, path: string, out: Map<string, Json>): Map<string, Json> {
  const nested =
    value !== null && typeof value === 'object' && (!Array.isArray(value) || value.some((one) => one !== null && typeof one === 'object'))
  if (nested) for (const [key, inner] of Object.entries(value)) settingsOf(inner, path === '' ? key : `${path}.${key}`, out)
  else if (value !== undefined) out.set(path, value as Json)
  return out
}

/** One row for each setting that is not the same in all recipes, in the words of the recipe; "—" where one has no such setting. */
export function differences(recipes: Recipe[]): { setting: string; values: string[] }[] {
  const all = recipes.map((recipe) => settingsOf(recipe, '', new Map()))
  const paths = [...new Set(all.flatMap((settings) => [...settings.keys()]))]
  const word = (value: Json | undefined): string => (value === undefined ? '—' : typeof value === 'string' ? value : canonical(value))
  return paths
    .map((setting) => ({ setting, values: all.map((settings) => word(settings.get(setting))) }))
    .filter(({ values }) => values.some((one) => one !== values[0]))
}
