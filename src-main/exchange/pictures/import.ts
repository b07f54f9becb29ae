// Pictures taken into the library as a dataset: decoded as they come, kept beside the library until the last, then recorded at once.
import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { z } from 'zod'
import { internal, invalid } from '../../../src-shared/rpc/fault.ts'
import { packColumns, type PicturesIndex, picturesPerPack, splitOfPicture } from '../../../src-shared/domains/pictures/pictures-index.ts'
import { type Framing, mostPictureBytes, picturesRecipe } from '../../../src-shared/domains/pictures/settings.ts'
import { splits } from '../../../src-shared/domains/splits.ts'
import { keep, keepTable, type Put } from '../../../src-shared/run/results/form.ts'
import { recorded } from '../../../src-shared/run/results/index.ts'
import { mostNamed, ownPicturesResults } from '../../../src-shared/run/results/own-pictures.ts'
import { type Run, scienceOf } from '../../../src-shared/run/run.ts'
import { version } from '../../app/version.ts'
import { contactSheet } from '../../image/contact-sheet.ts'
import { writePng } from '../../image/png.ts'
import { recipeHash, sha256 } from '../../store/hashes.ts'
import type { Store } from '../../store/open.ts'
import { decodePicture, PictureError } from './decode.ts'
import { leftOutNotices } from './left-out.ts'
import { createPackFile, type PackFile } from './pack-file.ts'

const { artifacts } = ownPicturesResults
/** Pictures that are decoded at once; each may be a large photograph. */
const together = 4
/** Pictures of the sheet that stands for the dataset, and its columns. */
const wallPictures = 60
const wallColumns = 10

export interface GivenFile {
  /** Below the folder, with "/". */
  path: string
  label: number
  bytes: Uint8Array
}
export interface ImportCounts {
  /** Files given. */
  done: number
  pictures: number
  duplicates: number
  unreadable: number
}
export interface PictureImport {
  /** Takes the next files, in order. Throws a fault when nothing of this import can be kept any more; it is then over. */
  add(files: readonly GivenFile[]): Promise<ImportCounts>
  /**
   * Records what was taken as a finished run and returns it. Throws `invalid`, with nothing recorded, if there is no picture. The import is
   * over however it ends.
   */
  finish(name: string, outside: readonly string[]): Promise<Run>
  /** Ends it and leaves nothing. Doing so twice does no harm. */
  cancel(): Promise<void>
}

/** Begins an import. Throws `invalid` where nothing can be written. */
export async function startPictureImport(store: Store, framing: Framing, classes: readonly string[]): Promise<PictureImport> {
  if (store.readOnly !== null) throw invalid(store.readOnly)
  const { size } = framing
  const most = Math.floor(mostPictureBytes / (size * size * 3))
  const began = Date.now()
  const packs: PackFile = await createPackFile(join(store.folder, `import-${randomUUID()}.part`), size)
  const sources = createHash('sha256')
  const known = new Map<string, string>()
  const index: Pick<PicturesIndex, 'labels' | 'hashes' | 'names'> = { labels: [], hashes: [], names: [] }
  const leftOut: z.output<typeof artifacts.leftOut.table> = { duplicates: [], unreadable: [], outside: [] }
  const firsts = new Map<number, { index: number; rgb: Uint8Array }>()
  const counts: ImportCounts = { done: 0, pictures: 0, duplicates: 0, unreadable: 0 }
  let over = false
  let working: Promise<unknown> = Promise.resolve()

  async function cancel(): Promise<void> {
    if (over) return
    over = true
    await working.catch(() => undefined)
    await packs.remove()
  }
  const refuseWhenOver = (): void => {
    if (over) throw invalid('This import is over. Begin it again.')
  }
  async function take({ path, label }: GivenFile, rgb: Uint8Array | PictureError): Promise<void> {
    counts.done++
    if (rgb instanceof PictureError) {
      counts.unreadable++
      if (leftOut.unreadable.length < mostNamed) leftOut.unreadable.push({ path, why: rgb.message })
      return
    }
    const content = sha256(rgb)
    const before = known.get(content)
    if (before !== undefined) {
      counts.duplicates++
      if (leftOut.duplicates.length < mostNamed) leftOut.duplicates.push({ path, of: before })
      return
    }
    if (counts.pictures === most)
      throw invalid(
        `At ${size} x ${size} pixels one dataset holds at most ${most.toLocaleString('en-US')} pictures, and there are more. ` +
          'Nothing was imported; choose a smaller size or fewer pictures.',
      )
    known.set(content, path)
    // Without classes the first pictures stand for the dataset.
    const group = classes.length > 0 ? label : counts.pictures
    if (firsts.size < wallPictures && !firsts.has(group)) firsts.set(group, { index: counts.pictures, rgb })
    index.labels.push(label)
    index.hashes.push(content)
    index.names.push(path)
    counts.pictures++
    await packs.add(rgb)
  }
  async function addAll(files: readonly GivenFile[]): Promise<void> {
    for (let first = 0; first < files.length && !over; first += together) {
      const some = files.slice(first, first + together)
      const decoded = await Promise.all(
        some.map(({ bytes }) =>
          decodePicture(bytes, framing).catch((error: unknown) => {
            if (error instanceof PictureError) return error
            throw error
          }),
        ),
      )
      for (const [at, file] of some.entries()) {
        if (file.label < 0 || file.label >= Math.max(1, classes.length)) throw invalid(`There is no class ${file.label} in this import.`)
        sources.update(`${JSON.stringify(file.path)} ${file.label} ${sha256(file.bytes)}\n`)
        await take(file, decoded[at]!)
      }
    }
  }

  return {
    async add(files) {
      refuseWhenOver()
      const before = working
      const mine = before.then(() => addAll(files))
      working = mine
      try {
        await mine
      } catch (error) {
        await cancel()
        throw error
      }
      refuseWhenOver()
      return { ...counts }
    },
    async finish(name, outside) {
      refuseWhenOver()
      try {
        await working
        if (counts.pictures === 0) throw invalid(nothingFound(counts, leftOut.unreadable[0]))
        const closing = packs.close()
        working = closing
        await closing
        refuseWhenOver()
        store.checkPlace()
        leftOut.outside = outside.slice(0, mostNamed)
        const recipe = picturesRecipe.parse({ kind: 'pictures', ...framing, classes, sources: sources.digest('hex') })
        const splitCounts = Object.fromEntries(splits.map((split) => [split, 0]))
        for (const hash of index.hashes) splitCounts[splits[splitOfPicture(hash)]!]!++
        const { pictures: count, duplicates, unreadable } = counts
        const run: Run = {
          ...blank,
          id: randomUUID(),
          name: name.slice(0, 200) || 'My pictures',
          recipe,
          recipeHash: recipeHash(recipe),
          created: Math.max(began, store.runs.newest()),
          started: began,
          finished: Math.max(began, Date.now()),
          seconds: Math.max(0, Date.now() - began) / 1000,
          summary: recorded({ count, classes: classes.length, splits: splitCounts, duplicates, unreadable, outside: outside.length }),
          notices: leftOutNotices({ ...counts, outside: outside.length }, leftOut),
        }
        store.transaction(() => {
          store.runs.create(run)
          const index = record((called, media, bytes, meta) => store.artifacts.put(run.id, called, media, bytes, meta), run.name)
          run.summary = { ...run.summary, index }
          store.runs.update(run.id, { summary: run.summary })
        })
        return run
      } finally {
        await cancel()
      }
    },
    cancel,
  }

  /** Keeps what there is, and returns the hash of the index. */
  function record(put: Put<string>, name: string): string {
    const wall = [...firsts.entries()].sort(([a], [b]) => a - b)
    const sheet = contactSheet(
      wall.map(([, one]) => one.rgb),
      size,
      Math.min(wallColumns, wall.length),
    )
    keep(put, artifacts.wall, '', writePng(sheet), {
      caption: classes.length > 0 ? 'The first picture of each class' : 'The first pictures',
      columns: Math.min(wallColumns, wall.length),
      size,
      pictures: wall.map(([, one]) => {
        const label = index.labels[one.index]!
        return { index: one.index, class: label, name: classes[label] ?? index.names[one.index]! }
      }),
    })
    let first = 0
    const hashes = packs.packs().map(({ count, read }, at) => {
      const caption = `Pictures ${first + 1} to ${first + count}`
      const hash = keep(put, artifacts.pack, String(at).padStart(5, '0'), read(), { caption, first, count, size, columns: packColumns })
      first += count
      return hash
    })
    const whole = { version: 1 as const, size, classes: [...classes], perPack: picturesPerPack(size), packs: hashes, ...index }
    const hash = keepTable(put, artifacts.index, '', whole, {
      caption: 'Name, class and content of every picture',
      count: counts.pictures,
      name,
    })
    if (counts.duplicates + counts.unreadable + leftOut.outside.length > 0)
      keepTable(put, artifacts.leftOut, '', leftOut, { caption: 'Files that were left out, and why' })
    return hash
  }
}

/** What of a run is alike in every import. */
const blank = {
  parent: null,
  replayOf: null,
  state: 'finished',
  appVersion: version,
  origin: 'here',
  science: scienceOf('pictures'),
  environment: null,
  fault: null,
  progress: null,
  starred: false,
  archived: false,
  trashed: null,
  note: '',
  tags: [],
} satisfies Partial<Run>

function nothingFound({ done, unreadable }: ImportCounts, first: { path: string; why: string } | undefined): string {
  if (done === 0) return 'There is no PNG, JPEG, WebP or GIF picture in it. Nothing was imported.'
  if (!first || unreadable === 0) throw internal('Files were given, and none was a picture, a duplicate or unreadable.')
  return `None of its ${done.toLocaleString('en-US')} files can be read as a picture; of ${first.path}: ${first.why}. Nothing was imported.`
}
