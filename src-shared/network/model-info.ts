// What is known of a network that is looked into from the header of its file alone, whoever made it.
import { answersOf } from '../domains/dataset.ts'
import { graphInfo } from './graph-info.ts'
import type { LookedInto } from './model-file.ts'
import type { NetworkInfo } from './network-info.ts'
import { sequentialInfo } from './sequential-info.ts'

/** Throws a RangeError, in words, for an imported network whose parts do not fit. */
export function modelInfo(header: LookedInto): NetworkInfo {
  if (header.kind === 'classifier') return sequentialInfo(header.architecture, answersOf(header.dataset))
  const { graph, preprocessing, background, classNames, weights } = header
  return graphInfo(graph, new Map(weights.map(({ name, shape }) => [name, shape])), {
    preprocessing,
    background,
    ...(classNames === null ? {} : { classNames }),
  })
}
