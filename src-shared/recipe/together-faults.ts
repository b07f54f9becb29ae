// What is wrong with the terms between the pictures of an ascent.
import type { LookedInto } from '../network/model-file.ts'
import { modelInfo } from '../network/model-info.ts'
import { shapesOf } from '../network/network-info.ts'
import { isGradientFree } from './optimizers/index.ts'
import type { AscendRecipe } from './recipe.ts'
import { togetherKind } from './together/index.ts'

/** Layers that the network does not have, and terms between pictures of which there is one only. */
export function togetherFaults({ together = [], starts, objectives, optimizer, draws = 1 }: AscendRecipe, header: LookedInto): string[] {
  if (together.length > 0 && isGradientFree(optimizer))
    return ['Terms between pictures follow a gradient, and this optimizer asks for none. Choose Adam, or leave the terms out.']
  if (together.length > 0 && draws > 1)
    return ['Terms between pictures compare one view of each at a step. Leave the further views out, or the terms.']
  const info = modelInfo(header)
  const of = { shapes: shapesOf(info), classTap: info.classes?.tap ?? null }
  return together.flatMap((term) => {
    const kind = togetherKind(term)
    if (kind.among === 'starts' && starts < 2) return [`“${kind.label}” is about several starts, and there is one. Ask for two or more.`]
    if (kind.among === 'objectives' && objectives.length < 2)
      return [`“${kind.label}” is about several objectives, and there is one. Ask for two or more.`]
    try {
      kind.taps(term, of)
      return []
    } catch (error) {
      return [(error as Error).message]
    }
  })
}
