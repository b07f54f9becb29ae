// What a recipe builds on, read from the library, so that a recipe that cannot be carried out is refused before its run is recorded.
import { picturesIndexMedia, readPicturesIndex, splitOfPicture } from '../../src-shared/domains/pictures/pictures-index.ts'
import { invalid } from '../../src-shared/rpc/fault.ts'
import { decodeModel, modelMedia } from '../../src-shared/network/model-file.ts'
import type { Recipe } from '../../src-shared/recipe/recipe.ts'
import { type Parent, recipeFaults } from '../../src-shared/recipe/recipe-check.ts'
import { trainingStateHeader, trainingStateMedia } from '../../src-shared/run/training-state.ts'
import type { Store } from '../store/open.ts'

/** Throws `invalid`, with all that is wrong, when a recipe cannot be carried out with what this library holds. */
export function checkRecipe(recipe: Recipe, store: Pick<Store, 'artifacts'>): void {
  const known = new Map<string, Parent | undefined>()
  const faults = recipeFaults(recipe, (hash) => {
    if (!known.has(hash)) known.set(hash, parentOf(hash, store))
    return known.get(hash)
  })
  if (faults.length > 0) throw invalid(faults.join(' '))
}

function parentOf(hash: string, { artifacts }: Pick<Store, 'artifacts'>): Parent | undefined {
  const found = artifacts.read(hash)
  if (!found) return undefined
  if (found.media === modelMedia) {
    try {
      return { kind: 'network', header: decodeModel(found.bytes).header }
    } catch (error) {
      throw invalid(
        `The network ${hash.slice(0, 12)}… cannot be read: ${(error as Error).message} Choose another network, or import the run that ` +
          `made it again.`,
      )
    }
  }
  if (found.media === trainingStateMedia) return { kind: 'training state', step: trainingStateHeader(found.bytes).header.step }
  if (found.media === picturesIndexMedia) return picturesOf(found.bytes)
  return sizeOfPng(found.bytes) ?? { kind: 'other', media: found.media }
}

function picturesOf(bytes: Uint8Array): Parent {
  try {
    const { size, classes, hashes } = readPicturesIndex(bytes)
    const counts = [0, 0, 0]
    for (const hash of hashes) counts[splitOfPicture(hash)]!++
    return { kind: 'own pictures', size, classNames: classes, splits: counts }
  } catch (error) {
    throw invalid((error as Error).message)
  }
}

/** Size and channels of a PNG, from its first chunk (PNG specification, 5.2 and 11.2.1); undefined for anything else. */
function sizeOfPng(bytes: Uint8Array): Parent | undefined {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
  if (bytes.length < 26 || signature.some((value, at) => bytes[at] !== value)) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // Colour type: 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha.
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[bytes[25]!] ?? 0
  return { kind: 'picture', width: view.getUint32(16), height: view.getUint32(20), channels }
}
