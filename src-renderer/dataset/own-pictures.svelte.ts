// Pictures that were brought, in the page: their index and sheets are read when they are first wanted, and who shows one is told when it
// is there.
import { type PicturesIndex, readPicturesIndex, splitOfPicture } from '../../src-shared/domains/pictures/pictures-index.ts'
import type { PicturesDataset } from '../../src-shared/domains/pictures/settings.ts'
import { Lru } from './lru.ts'

/** Bytes of pictures that are kept; as many as a page can show at once in any case. */
const memory = 48e6
const shownAtOnce = 1500
/** Sheets that are kept unpacked. */
const sheetsKept = 4

interface Sheet {
  width: number
  data: Uint8ClampedArray
}

/** Rises whenever something has arrived: whatever looked for it looks again. */
let arrivals = $state(0)
const indices = new Lru<string, { value: PicturesIndex | null; error: unknown; coming: Promise<PicturesIndex> }>(8)
const tiles = new Map<string, Uint8Array>()
const sheets = new Lru<string, Promise<Sheet>>(sheetsKept)
/** Sheets that are on their way, each with the pictures that are wanted of it. */
const wanted = new Map<string, Set<number>>()

async function fetched(hash: string): Promise<Response> {
  const response = await fetch(`artifact/${hash}`)
  if (response.ok) return response
  throw new Error('These pictures are not in the library any more. Import the run that brought them, or the same folder again.')
}

function entryOf({ index: hash }: PicturesDataset) {
  return indices.get(hash, () => {
    const coming = fetched(hash).then(async (response) => readPicturesIndex(new Uint8Array(await response.arrayBuffer())))
    const entry = { value: null as PicturesIndex | null, error: null as unknown, coming }
    coming.then(
      (value) => {
        entry.value = value
        arrivals++
      },
      (error: unknown) => {
        entry.error = error
        arrivals++
      },
    )
    return entry
  })
}

/** The index of a dataset: null until it is there. To be read where a change is noticed. */
export function ownIndex(dataset: PicturesDataset): PicturesIndex | null {
  void arrivals
  return entryOf(dataset).value
}
/** Why it cannot be read; null while it is read, and when it was. */
export function ownIndexError(dataset: PicturesDataset): unknown {
  void arrivals
  return entryOf(dataset).error
}
const splitsOf = new WeakMap<PicturesIndex, Uint8Array>()
/** Split of every picture, as places in `splits`; none until the index is there. */
export function ownSplits(dataset: PicturesDataset): Uint8Array {
  const index = ownIndex(dataset)
  if (!index) return new Uint8Array(0)
  const known = splitsOf.get(index) ?? Uint8Array.from(index.hashes, splitOfPicture)
  splitsOf.set(index, known)
  return known
}
export const readOwnIndex = (dataset: PicturesDataset): Promise<PicturesIndex> => entryOf(dataset).coming

async function readSheet(hash: string): Promise<Sheet> {
  const blob = await (await fetched(hash)).blob()
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' })
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true })
  if (!context) throw new Error('This window cannot draw pictures.')
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  const { width, data } = context.getImageData(0, 0, context.canvas.width, context.canvas.height)
  return { width, data }
}
const sheetOf = (hash: string): Promise<Sheet> => sheets.get(hash, () => readSheet(hash))

/** Tile `tile` of a sheet, counted row by row, as RGB bytes. */
function cut({ width, data }: Sheet, size: number, tile: number): Uint8Array {
  const columns = Math.floor(width / size)
  const [left, top] = [(tile % columns) * size, Math.floor(tile / columns) * size]
  const rgb = new Uint8Array(size * size * 3)
  for (let y = 0, out = 0; y < size; y++)
    for (let at = ((top + y) * width + left) * 4, end = at + size * 4; at < end; at += 4) {
      rgb[out++] = data[at]!
      rgb[out++] = data[at + 1]!
      rgb[out++] = data[at + 2]!
    }
  return rgb
}

function keep(key: string, rgb: Uint8Array): void {
  tiles.set(key, rgb)
  // Nobody is told of what goes: else whatever shows more than is kept would ask again and again.
  const most = Math.max(shownAtOnce, memory / rgb.length)
  for (const old of tiles.keys()) {
    if (tiles.size <= most) break
    tiles.delete(old)
  }
}

async function bring({ size }: PicturesIndex, pack: string): Promise<void> {
  try {
    const sheet = await sheetOf(pack)
    for (const tile of wanted.get(pack) ?? []) keep(`${pack} ${tile}`, cut(sheet, size, tile))
  } catch {
    // What cannot be read stays black; who reads the index or asks a network about it hears why.
    const black = new Uint8Array(size ** 2 * 3)
    for (const tile of wanted.get(pack) ?? []) keep(`${pack} ${tile}`, black)
  } finally {
    wanted.delete(pack)
    arrivals++
  }
}

/** RGB bytes of a picture; null until it is there. To be read where a change is noticed; to be read only, since they are shared. */
export function ownRgb(dataset: PicturesDataset, at: number): Uint8Array | null {
  const index = ownIndex(dataset)
  if (!index || at < 0 || at >= index.labels.length) return null
  const pack = index.packs[Math.floor(at / index.perPack)]!
  const tile = at % index.perPack
  const known = tiles.get(`${pack} ${tile}`)
  if (known) return known
  const coming = wanted.get(pack)
  if (coming) coming.add(tile)
  else {
    wanted.set(pack, new Set([tile]))
    void bring(index, pack)
  }
  return null
}

/** RGB bytes of many pictures, one after another, as networks take them. Throws in words when one is not in the library. */
export async function readOwn(dataset: PicturesDataset, list: readonly number[]): Promise<Uint8Array> {
  const index = await readOwnIndex(dataset)
  const each = index.size ** 2 * 3
  const out = new Uint8Array(list.length * each)
  const places = list.map((at, place) => ({ place, pack: index.packs[Math.floor(at / index.perPack)]!, tile: at % index.perPack }))
  // Sheet by sheet, so that each is unpacked once however the pictures are ordered.
  for (const { place, pack, tile } of places.sort((a, b) => (a.pack < b.pack ? -1 : a.pack > b.pack ? 1 : 0)))
    out.set(tiles.get(`${pack} ${tile}`) ?? cut(await sheetOf(pack), index.size, tile), place * each)
  return out
}
