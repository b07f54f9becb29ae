// What a network says of itself: its layers, and the dataset it learnt from.
import type { ModelHeader } from '../../src-shared/network/model-file.ts'
import { lab } from './lab.svelte.ts'
import { type Resource, resourceOf } from './resource.svelte.ts'

/**
 * The header of the network that `hash` names, and never that of the one before; null asks for none. To be called while a component is
 * made.
 */
export function headerOf(hash: () => string | null): Resource<ModelHeader> {
  return resourceOf(hash, (of, signal) => lab.client.modelHeader({ hash: of }, signal))
}
