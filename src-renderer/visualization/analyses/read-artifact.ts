// Bytes of a result of a run.
import { artifactUrl } from '../../../src-shared/run/result-pictures.ts'

/** Throws in words when the library cannot give them. */
export async function readArtifact(hash: string, signal: AbortSignal): Promise<Uint8Array> {
  const answer = await fetch(artifactUrl(hash), { signal })
  if (!answer.ok) throw new Error('This result could not be read from the library. Nothing was changed; try again.')
  return new Uint8Array(await answer.arrayBuffer())
}
