// Pictures of a folder as a dataset of the library: what is taken and left out, and that it is all or nothing.
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openPictureSource } from '../../src-main/exchange/pictures/folder.ts'
import { startPictureImport } from '../../src-main/exchange/pictures/import.ts'
import { importPictures } from '../../src-main/exchange/pictures/import-folder.ts'
import { zipOf } from '../../src-main/exchange/zip/writer.ts'
import { readPng } from '../../src-main/image/png.ts'
import { tilesOf } from '../../src-main/image/tiles.ts'
import { checkRecipe } from '../../src-main/runs/parents.ts'
import { sha256 } from '../../src-main/store/hashes.ts'
import { packColumns, type PicturesIndex, readPicturesIndex, splitOfPicture } from '../../src-shared/domains/pictures/pictures-index.ts'
import { planImport } from '../../src-shared/domains/pictures/plan.ts'
import { framing } from '../../src-shared/domains/pictures/settings.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { unreadableResults } from '../../src-shared/run/results/index.ts'
import { ownPicture, pictureFolder } from '../fixtures/own-pictures.ts'
import { ownStore } from '../fixtures/own-store.ts'
import { faultFrom, faultOf } from '../fixtures/thrown-fault.ts'

const store = ownStore()
const small = framing.parse({ size: 16 })

async function imported(path: string, name = 'mine'): Promise<Run> {
  const source = await openPictureSource(path)
  try {
    return await importPictures(source, store, { framing: small, name })
  } finally {
    await source.close()
  }
}
function indexOf(run: Run): PicturesIndex {
  return readPicturesIndex(store.artifacts.read(store.artifacts.find(run.id, 'index')!.hash)!.bytes)
}
/** Files on their way: none may be left when an import is over. */
const arriving = (): string[] => readdirSync(store.folder).filter((name) => name.endsWith('.part'))

test('sub-folders are classes; what lies beside them, is hidden or no picture is left out', () => {
  const plan = planImport([
    'pets/dog/b.PNG',
    'pets/cat/a.jpg',
    'pets/cat/deep/c.gif',
    'pets/loose.webp',
    'pets/cat/.x.png',
    'pets/notes.txt',
  ])
  expect(plan).toEqual({
    classes: ['cat', 'dog'],
    files: [
      { path: 'pets/cat/a.jpg', label: 0 },
      { path: 'pets/cat/deep/c.gif', label: 0 },
      { path: 'pets/dog/b.PNG', label: 1 },
    ],
    outside: ['pets/loose.webp'],
    others: 1,
  })
})

test('one folder of pictures has no classes, however deep it lies', () => {
  expect(planImport(['a/b/2.png', 'a/b/1.png'])).toMatchObject({
    classes: [],
    files: [{ path: 'a/b/1.png' }, { path: 'a/b/2.png' }],
    outside: [],
  })
  expect(planImport([])).toEqual({ classes: [], files: [], outside: [], others: 0 })
})

test('every picture of a folder is in the library, with its class, its name and its pixels', async () => {
  const folder = pictureFolder(['blue', 'red'], 300)
  const run = await imported(folder)
  // What was imported does not need the folder any more.
  rmSync(folder, { recursive: true })
  const index = indexOf(run)
  expect(run).toMatchObject({
    state: 'finished',
    origin: 'here',
    name: 'mine',
    recipe: { kind: 'pictures', size: 16, classes: ['blue', 'red'] },
  })
  expect(run.summary).toMatchObject({ count: 600, classes: 2, duplicates: 0, unreadable: 0, outside: 0 })
  expect(index.names.length).toBe(600)
  expect([index.names[0], index.labels[0], index.names[599], index.labels[599]]).toEqual(['blue/0000.png', 0, 'red/0299.png', 1])
  expect(index.packs.length).toBe(2)
  const pictures = index.packs.flatMap((hash) => tilesOf(readPng(store.artifacts.read(hash)!.bytes), 16))
  expect(readPng(store.artifacts.read(index.packs[0]!)!.bytes).width).toBe(16 * packColumns)
  for (const at of [0, 299, 300, 512, 599]) {
    expect(Buffer.compare(pictures[at]!.rgb, readPng(ownPicture(at < 300 ? 0 : 1, at % 300)).rgb)).toBe(0)
    expect(index.hashes[at]).toBe(sha256(pictures[at]!.rgb))
  }
  expect(unreadableResults(run, store.artifacts.of(run.id))).toEqual([])
  expect(arriving()).toEqual([])
})

test('the split of a picture stays when more pictures are imported, and is about 8:1:1', async () => {
  const [few, many] = [indexOf(await imported(pictureFolder(['a', 'b'], 40))), indexOf(await imported(pictureFolder(['a', 'b'], 350)))]
  const splitIn = (index: PicturesIndex): Map<string, number> =>
    new Map(index.names.map((name, at) => [name, splitOfPicture(index.hashes[at]!)]))
  const [before, after] = [splitIn(few), splitIn(many)]
  expect(before.size).toBe(80)
  for (const [name, split] of before) expect(after.get(name)).toBe(split)
  const shares = [0, 1, 2].map((split) => [...after.values()].filter((one) => one === split).length / 700)
  // Four standard deviations of a share of 700 independent draws.
  for (const [split, expected] of [0.8, 0.1, 0.1].entries())
    expect(Math.abs(shares[split]! - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / 700))
})

test('duplicates and unreadable files are counted and named, and cost no other picture', async () => {
  const run = await imported(
    pictureFolder(['a', 'b'], 5, {
      'b/again.png': ownPicture(0, 3),
      'a/broken.png': ownPicture(0, 9).subarray(0, 60),
      'a/text.jpg': Buffer.from('no picture'),
      'loose.png': ownPicture(2, 1),
    }),
  )
  expect(run.summary).toMatchObject({ count: 10, duplicates: 1, unreadable: 2, outside: 1 })
  const words = run.notices.map(({ message }) => message)
  expect(words).toEqual([
    '2 files could not be read: a/broken.png (it is damaged or cut short), a/text.jpg (it is not a PNG, JPEG, WebP or GIF).',
    '1 file beside the folders of the classes belongs to no class and was left out: loose.png.',
    '1 file shows a picture that is there already: b/again.png (same as a/0003.png).',
  ])
})

test('a zip gives the same pictures as its folder', async () => {
  const folder = pictureFolder(['a', 'b'], 6)
  const files = ['a', 'b'].flatMap((name) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`))
  const zip = `${folder}.zip`
  const { readFileSync } = await import('node:fs')
  const pieces: Uint8Array[] = []
  for await (const piece of zipOf(files.map((name) => ({ name: `pets/${name}`, bytes: readFileSync(join(folder, name)), store: false }))))
    pieces.push(piece)
  writeFileSync(zip, Buffer.concat(pieces))
  const [mine, theirs] = [indexOf(await imported(folder)), indexOf(await imported(zip))]
  expect(theirs.hashes).toEqual(mine.hashes)
  expect(theirs.packs).toEqual(mine.packs)
  expect(theirs.names).toEqual(mine.names.map((name) => `pets/${name}`))
  rmSync(zip)
})

test('an import that is stopped, or finds no picture, leaves nothing', async () => {
  const before = store.runs.counts().shown
  const stop = new AbortController()
  const source = await openPictureSource(pictureFolder(['a'], 40))
  await expect(
    importPictures(source, store, { framing: small, name: 'x', signal: stop.signal, told: (done) => done > 8 && stop.abort() }),
  ).rejects.toThrow()
  const none = await faultOf(imported(pictureFolder([], 0, { 'readme.txt': Buffer.from('x') })))
  expect(none).toEqual({ code: 'invalid', message: 'There is no PNG, JPEG, WebP or GIF picture in it. Nothing was imported.' })
  const broken = await faultOf(imported(pictureFolder([], 0, { 'x.png': Buffer.from('x') })))
  expect(broken.message).toContain('of x.png: it is not a PNG, JPEG, WebP or GIF. Nothing was imported.')
  expect(store.runs.counts().shown).toBe(before)
  expect(arriving()).toEqual([])
})

test('an import that was cancelled takes and records no more', async () => {
  const importing = await startPictureImport(store, small, [])
  expect(arriving().length).toBe(1)
  await importing.add([{ path: 'a.png', label: 0, bytes: ownPicture(0, 1) }])
  await importing.cancel()
  await importing.cancel()
  expect(arriving()).toEqual([])
  expect((await faultOf(importing.add([]))).code).toBe('invalid')
  expect((await faultOf(importing.finish('x', []))).code).toBe('invalid')
})

test('an import cannot be computed again, and says so', async () => {
  const run = await imported(pictureFolder(['a', 'b'], 2))
  expect(faultFrom(() => checkRecipe(run.recipe, store)).message).toContain('the files themselves are not part of it')
})
