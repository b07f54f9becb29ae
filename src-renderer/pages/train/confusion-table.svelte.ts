// The confusion artifact of a run, fetched once by its hash.
import { resource, type Resource } from '../../lab/resource.svelte.ts'
import { type Confusion, confusionFile } from './confusion-cell.ts'

/** To be called while a component is made. */
export function readConfusion(hash: () => string): Resource<Confusion> {
  return resource((signal) => fetchConfusion(hash(), signal))
}

async function fetchConfusion(hash: string, signal: AbortSignal): Promise<Confusion> {
  const response = await fetch(`artifact/${hash}`, { signal })
  if (!response.ok)
    throw new Error(
      'The confusion matrix is no longer in the library. The network itself is not affected; train it again to have its mistakes ' +
        'counted again.',
    )
  return confusionFile.parse(await response.json())
}
