// What a network can be asked: the objectives whose best pictures the reproduction looks for.
import { decodeModel } from '../../src-shared/network/model-file.ts'
import { objectiveKey, type ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { figure7Objectives } from '../../src-shared/recipe/reproduction-presets.ts'

/** Every channel of every convolution before its ReLU, the channels of Fig. 7 after it, and every class. */
export function everyObjective(bytes: Uint8Array): ObjectiveSpec[] {
  const { header } = decodeModel(bytes)
  if (header.kind !== 'classifier') return []
  const channels = header.architecture.layers.flatMap((layer): ObjectiveSpec[] =>
    layer.kind === 'conv' ? Array.from({ length: layer.filters }, (_, channel) => ({ kind: 'channel', layer: layer.name, channel })) : [],
  )
  const last = header.architecture.layers.at(-1)!
  const logits = Array.from({ length: last.kind === 'dense' ? last.units : 0 }, (_, one): ObjectiveSpec => ({ kind: 'logit', class: one }))
  const all = [...channels, ...figure7Objectives, ...logits]
  return [...new Map(all.map((one) => [objectiveKey(one), one])).values()]
}
