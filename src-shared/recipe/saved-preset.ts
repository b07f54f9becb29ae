// A way of making pictures that someone has saved under a name.
import { z } from 'zod'
import { type AscentMethod, ascentMethod } from './form/ascent.ts'
import { type AscendRecipe, canonical } from './recipe.ts'

/** The kind of saved item; its body is the method itself. */
export const presetKind = 'ascent-preset'

/** How a recipe makes its pictures, whatever they are of. */
export function methodIn({ kind: _kind, model: _model, objectives: _objectives, seed: _seed, ...method }: AscendRecipe): AscentMethod {
  return method
}
/** The same for two that make their pictures in the same way, from however many starts and with a film or without. */
export const methodKey = (method: AscentMethod): string => canonical({ ...method, starts: 1, frames: 0 })

/** A preset as it is copied to someone else. */
export const copiedPreset = z.strictObject({ preset: z.string().min(1).max(200), method: ascentMethod })
export type CopiedPreset = z.output<typeof copiedPreset>
