// What objectives ask for and their networks do not have.
import type { LookedInto } from '../network/model-file.ts'
import { modelInfo } from '../network/model-info.ts'
import { pictureShape } from '../network/network-info.ts'
import { few } from './few-faults.ts'
import type { ObjectiveSpec } from './objective.ts'
import { otherNetworks } from './objective-pictures.ts'
import { askedOf } from './objectives/asked.ts'
import { compileObjective } from './readout.ts'

/** A sentence for each fault. `otherOf` looks up the networks that objectives ask besides the one of this header. */
export function objectiveFaults(
  objectives: readonly ObjectiveSpec[],
  header: LookedInto,
  otherOf: (hash: string) => LookedInto | undefined = () => undefined,
): string[] {
  const info = modelInfo(header)
  const size = pictureShape(info).join(' x ')
  const others = otherNetworks(objectives).flatMap((hash) => {
    const other = otherOf(hash)
    return other ? [[hash, modelInfo(other)] as const] : []
  })
  const { shapes, classTap, others: asked } = askedOf({ ...info, others: new Map(others) })
  const unlike = others.flatMap(([hash, other]) => {
    const seen = pictureShape(other).join(' x ')
    if (seen === size) return []
    return [`This network takes pictures of ${size}, and the network ${hash.slice(0, 12)}… of ${seen}. Choose two of the same size.`]
  })
  return few([
    ...new Set([
      ...unlike,
      ...objectives.flatMap((spec) => {
        try {
          compileObjective(spec, shapes, classTap, asked)
          return []
        } catch (error) {
          return [(error as Error).message]
        }
      }),
    ]),
  ])
}
