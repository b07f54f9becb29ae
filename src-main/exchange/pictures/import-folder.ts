// A folder or zip of pictures as a dataset, from its first file to its run.
import type { Framing } from '../../../src-shared/domains/pictures/settings.ts'
import { planImport } from '../../../src-shared/domains/pictures/plan.ts'
import type { Run } from '../../../src-shared/run/run.ts'
import type { Store } from '../../store/open.ts'
import type { PictureSource } from './folder.ts'
import { startPictureImport } from './import.ts'

/** Files that are in memory at once. */
const together = 4

/**
 * Imports all pictures of a source. Throws a fault, or the signal's reason when it is stopped; then nothing was recorded. `told` hears how
 * many files are done.
 */
export async function importPictures(
  source: PictureSource,
  store: Store,
  { framing, name, signal, told }: { framing: Framing; name: string; signal?: AbortSignal; told?(done: number, total: number): void },
): Promise<Run> {
  const { classes, files, outside } = planImport(source.paths)
  const importing = await startPictureImport(store, framing, classes)
  try {
    for (let first = 0; first < files.length; first += together) {
      signal?.throwIfAborted()
      const some = files.slice(first, first + together)
      await importing.add(await Promise.all(some.map(async (file) => ({ ...file, bytes: await source.read(file.path) }))))
      told?.(Math.min(files.length, first + together), files.length)
    }
    signal?.throwIfAborted()
    return await importing.finish(name, outside)
  } finally {
    await importing.cancel()
  }
}
