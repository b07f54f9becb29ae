// The confusion artifact of a run, fetched once by its hash.
import type { Confusion } from '../../../src-shared/run/confusion.ts'
import { classifierResults } from '../../../src-shared/run/results/training.ts'
import { resource, type Resource } from '../../lab/resource.svelte.ts'
import { fetchTable } from '../../results/stored-table.ts'

/** To be called while a component is made. */
export function readConfusion(hash: () => string): Resource<Confusion> {
  return resource((signal) => fetchTable(classifierResults.artifacts.confusion, hash(), signal))
}
