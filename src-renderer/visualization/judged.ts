// What a method's card tells of its picture, where the page has asked the network about it.
import type { Field } from '../../src-shared/network/receptive-field.ts'
import type { ExampleEntry } from '../results/dataset-examples.svelte.ts'
import { compact } from '../text/format.ts'
import type { Method } from './methods.ts'

export interface Judged {
  value: number | null
  share: number | null
  spot: Field | null
  noise: number | null
  what: string
  failed: boolean
}

/** The yardsticks beside the number of a picture; `first` is what its objective was before the first step. Empty where there are none. */
export function besideWords(method: Method, example: ExampleEntry | undefined, judged: Judged | null, first: number | null): string {
  if (method === 'examples') return example ? `mean of all ${compact(example.mean)}` : ''
  const best = example ? `best example ${compact(example.best)}` : ''
  const start = method === 'generated' ? 'started at' : 'random noise'
  const noise = judged
    ? judged.noise === null
      ? ''
      : `random noise ${compact(judged.noise)}`
    : first === null
      ? ''
      : `${start} ${compact(first)}`
  return [best, noise].filter(Boolean).join(', ')
}
