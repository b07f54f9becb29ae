// Laws of files that someone brings: what they are is told by what is in them, and zips of any size are looked into where they are.
import { crc32, deflateRawSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { describe, expect, it, test } from 'vitest'
import { openZip } from '../../src-main/exchange/zip/reader.ts'
import { openZipFile } from '../../src-renderer/lab/zip-file.ts'
import { broughtKind, nothingBrought, otherPicturesWords } from '../../src-shared/domains/brought.ts'
import { ZipError } from '../../src-shared/zip/directory.ts'

test.each([
  [['manifest.json', 'manifest.sha256', 'recipe.json', 'artifacts/ab'], 'runs'],
  [['mine.onnx'], 'network'],
  [['my_net.onnx', 'my_net.onnx.data'], 'network'],
  [['Folder/Mine.H5', '__MACOSX/Folder/._Mine.H5'], 'network'],
  [['pets/model.json', 'pets/group1-shard1of1.bin'], 'network'],
  [['tm-my-image-model/model.json', 'tm-my-image-model/metadata.json', 'cat.png'], 'network'],
  [['config.json', 'metadata.json', 'model.weights.h5'], 'network'],
  [['mine.pt'], 'network'],
  [['archive/data.pkl', 'archive/data/0'], 'network'],
  [['saved/saved_model.pb', 'saved/variables/variables.index'], 'network'],
  [['pets/cat/1.JPG', 'pets/dog/2.png', 'pets/labels.csv'], 'pictures'],
  [['holiday/IMG_1.HEIC'], 'pictures'],
  [['manifest.json', 'icon.png'], 'pictures'],
  [['letter.pdf'], null],
  [['.DS_Store', '__MACOSX/cat.png', 'folder/'], null],
  [[], null],
] as const)('%j', (names, kind) => {
  expect(broughtKind(names)).toBe(kind)
})

it('says what was looked for, and what there is instead', () => {
  const words = nothingBrought('my things.zip', ['a/letter.pdf', 'a/table.csv', 'a/c.txt', 'a/d.txt', '.DS_Store'])
  expect(words).toContain('It holds “letter.pdf”, “table.csv”, “c.txt” and others.')
  expect(words).toMatch(/runs .* a network .* pictures/)
  expect(nothingBrought('letter.pdf', ['letter.pdf'])).not.toContain('holds')
  expect(otherPicturesWords(['a/x.heic', 'b.tif', 'c.png'])).toBe(
    'Pictures of the kind HEIC, TIF are not read. Save them as JPEG or PNG, and bring those.',
  )
  expect(otherPicturesWords(['c.png'])).toBeNull()
})

/** A zip of the large kind, by APPNOTE 4.3.14: every size and place stands in fields of 64 bits, though none needs them. */
function largeZip(files: Record<string, string>, change: (at: { locator: number; end: number }, view: DataView) => void = () => {}) {
  const [locals, directory]: [Buffer[], Buffer[]] = [[], []]
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const [bytes, called] = [Buffer.from(text), Buffer.from(name)]
    const packed = deflateRawSync(bytes)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x0403_4b50, 0)
    local.writeUInt16LE(called.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x0201_4b50, 0)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(crc32(bytes), 16)
    for (const place of [20, 24, 42]) entry.writeUInt32LE(0xffff_ffff, place)
    entry.writeUInt16LE(called.length, 28)
    // A field of another kind stands before that of the sizes.
    const extra = Buffer.alloc(8 + 4 + 24)
    extra.writeUInt16LE(0x5455, 0)
    extra.writeUInt16LE(4, 2)
    extra.writeUInt16LE(1, 8)
    extra.writeUInt16LE(24, 10)
    for (const [place, number] of [bytes.length, packed.length, at].entries()) extra.writeBigUInt64LE(BigInt(number), 12 + 8 * place)
    entry.writeUInt16LE(extra.length, 30)
    locals.push(local, called, packed)
    directory.push(entry, called, extra)
    at += 30 + called.length + packed.length
  }
  const listed = Buffer.concat(directory)
  const end64 = Buffer.alloc(56 + 20 + 22)
  end64.writeUInt32LE(0x0606_4b50, 0)
  end64.writeBigUInt64LE(44n, 4)
  const numbers = [Object.keys(files).length, Object.keys(files).length, listed.length, at]
  for (const [place, number] of numbers.entries()) end64.writeBigUInt64LE(BigInt(number), 24 + 8 * place)
  end64.writeUInt32LE(0x0706_4b50, 56)
  end64.writeBigUInt64LE(BigInt(at + listed.length), 64)
  end64.writeUInt32LE(1, 72)
  end64.writeUInt32LE(0x0605_4b50, 76)
  end64.fill(0xff, 84, 96)
  const all = Uint8Array.from(Buffer.concat([...locals, listed, end64]))
  change({ locator: all.length - 42, end: all.length - 98 }, new DataView(all.buffer))
  return all
}
const limits = { entries: 10, total: 1000 }
const files = { 'a/one.txt': 'one '.repeat(20), 'two.txt': 'two' }

describe('a zip of the large kind (zip64)', () => {
  it('is read as any other', async () => {
    const zip = await openZip(largeZip(files), limits)
    for (const [name, text] of Object.entries(files)) expect(Buffer.from(zip.readSync(zip.entries.get(name)!)).toString()).toBe(text)
    await zip.close()
    const blob = await openZipFile(new Blob([largeZip(files)]))
    expect(blob.paths).toEqual(Object.keys(files))
    expect(await (await blob.blob('a/one.txt', 1000)).text()).toBe(files['a/one.txt'])
  })
  it.each([
    ['more files than there are', ({ end }, view) => [24, 32].forEach((at) => view.setBigUint64(end + at, 9n, true)), /directory/],
    [
      'more files than are read',
      ({ end }, view) => [24, 32].forEach((at) => view.setBigUint64(end + at, 10n ** 9n, true)),
      /1,000,000,000 files/,
    ],
    ['a directory beyond all numbers', ({ end }, view) => view.setBigUint64(end + 48, 2n ** 63n, true), /not where it says/],
    ['a directory that reaches over its end', ({ end }, view) => view.setBigUint64(end + 40, 10_000n, true), /not where it says/],
    ['an end that is elsewhere', ({ locator }, view) => view.setBigUint64(locator + 8, 3n, true), /not where it says/],
    ['several disks', ({ locator }, view) => view.setUint32(locator + 16, 2, true), /one part of several/],
  ] satisfies [string, Parameters<typeof largeZip>[1], RegExp][])('that claims %s is refused by its bytes', async (_, change, words) => {
    await expect(openZip(largeZip(files, change), limits)).rejects.toThrow(words)
    await expect(openZip(largeZip(files, change), limits)).rejects.toThrow(ZipError)
  })
})

describe('a zip in the window', () => {
  const bytes = {
    'a/1.png': Uint8Array.from({ length: 5000 }, (_, at) => at % 251),
    'stored.png': [Uint8Array.of(1, 2, 3), { level: 0 }],
  } as const
  const packed = (): Uint8Array<ArrayBuffer> => Uint8Array.from(zipSync(bytes as never))
  it('gives each file when it is asked for, and no more of it than is wanted', async () => {
    const zip = await openZipFile(new Blob([packed()]))
    expect(new Uint8Array(await (await zip.blob('a/1.png', 1e6)).arrayBuffer())).toEqual(bytes['a/1.png'])
    expect((await zip.blob('stored.png', 1e6)).size).toBe(3)
    expect((await zip.blob('a/1.png', 100)).size).toBe(100)
    expect((await zip.blob('not there', 100)).size).toBe(0)
  })
  it('gives nothing of a file that is damaged or longer than it says, and the others whole', async () => {
    const zip = packed()
    const view = new DataView(zip.buffer)
    const directory = view.getUint32(zip.length - 22 + 16, true)
    view.setUint32(directory + 24, 10, true)
    const short = await openZipFile(new Blob([zip]))
    expect((await short.blob('a/1.png', 1e6)).size).toBe(0)
    expect((await short.blob('stored.png', 1e6)).size).toBe(3)
    const torn = packed().fill(255, 40, 60)
    expect((await (await openZipFile(new Blob([torn]))).blob('a/1.png', 1e6)).size).toBe(0)
    await expect(openZipFile(new Blob([packed().slice(0, 200)]))).rejects.toThrow(/cut short/)
  })
})
