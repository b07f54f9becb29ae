// A picture of a dataset for a report: drawn again, or cut out of the sheet that it was brought in.
import { type DatasetSpec, isPictures } from '../../src-shared/domains/dataset.ts'
import { type PicturesIndex, readPicturesIndex } from '../../src-shared/domains/pictures/pictures-index.ts'
import { copyTile } from '../image/tiles.ts'
import { type Picture, readPng } from '../image/png.ts'
import { drawn } from '../paper/findings.ts'
import type { Store } from '../store/open.ts'

/** Sheets that are kept unpacked, of up to 4 MiB each. */
const kept = 8

/** Pictures that stand for a dataset. */
const shown = 60

export interface DatasetPictures {
  /** A picture by its number; null where there is none. */
  at(index: number): Picture | null
  /** The first picture of each class, or, where there are no classes, the first pictures. */
  firsts(): { label: number; index: number }[]
}

/** Reads the pictures of a dataset: one reader for each report. */
export function datasetPictures(dataset: DatasetSpec, store: Pick<Store, 'artifacts'>): DatasetPictures {
  if (!isPictures(dataset))
    return {
      at: (index) => (index >= 0 && index < dataset.count ? drawn(dataset, index) : null),
      firsts: () => dataset.classes.slice(0, dataset.count).map((label, index) => ({ label, index })),
    }
  let read: PicturesIndex | null | undefined
  const sheets = new Map<string, Picture>()
  const indexOf = (): PicturesIndex | null => {
    const bytes = store.artifacts.read(dataset.index)?.bytes
    return bytes ? readPicturesIndex(bytes) : null
  }
  const sheetOf = (hash: string): Picture | null => {
    const known = sheets.get(hash)
    if (known) return known
    const bytes = store.artifacts.read(hash)?.bytes
    if (!bytes) return null
    const sheet = readPng(bytes)
    if (sheets.size === kept) sheets.delete(sheets.keys().next().value!)
    sheets.set(hash, sheet)
    return sheet
  }
  const at = (index: number): Picture | null => {
    if (read === undefined) read = indexOf()
    const pack = read?.packs[Math.floor(index / read.perPack)]
    const sheet = read && pack !== undefined && index < read.labels.length ? sheetOf(pack) : null
    if (!read || !sheet) return null
    const { size } = read
    const rgb = new Uint8Array(size * size * 3)
    copyTile(sheet, size, index % read.perPack, rgb, 0)
    return { width: size, height: size, rgb }
  }
  return {
    at,
    firsts() {
      if (read === undefined) read = indexOf()
      const labels = read?.labels ?? []
      return dataset.classNames.length === 0
        ? labels.slice(0, shown).map((label, index) => ({ label, index }))
        : dataset.classNames.slice(0, shown).map((_, label) => ({ label, index: labels.indexOf(label) }))
    },
  }
}
