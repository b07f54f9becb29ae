// Zips that were made to harm: each is refused in words, by its bytes, before it fills the memory.
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { ownStore } from '../fixtures/own-store.ts'
import { refused } from '../fixtures/refused-archive.ts'

const store = ownStore()

/** A zip with its numbers changed: `change` gets the bytes, and where the directory and the end stand. */
function broken(zip: Uint8Array, change: (view: DataView, directory: number, end: number) => void): Uint8Array {
  const bytes = Uint8Array.from(zip)
  const view = new DataView(bytes.buffer)
  const end = bytes.length - 22
  change(view, view.getUint32(end + 16, true), end)
  return bytes
}
/** Sets the size that both headers of the first entry state (APPNOTE 4.3.7 and 4.3.12). */
const stateSize = (zip: Uint8Array, size: number): Uint8Array =>
  broken(zip, (view, directory) => {
    view.setUint32(22, size, true)
    view.setUint32(directory + 24, size, true)
  })

test('an entry that unpacks to more than it says is given up on at once, without filling the memory or holding the process', async () => {
  const bomb = stateSize(zipSync({ 'manifest.json': new Uint8Array(200 * 2 ** 20) }, { level: 1 }), 10)
  const before = process.memoryUsage().rss
  let turns = 0
  let busy = true
  const ticking = (async () => {
    while (busy) {
      turns++
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
    }
  })()
  await refused(store, bomb, /not as long as it says/)
  busy = false
  await ticking
  expect(turns).toBeGreaterThan(1)
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20)
  await refused(store, stateSize(zipSync({ 'manifest.json': strToU8('{}') }, { level: 1 }), 10), /not as long as it says/)
})

test('a directory that claims more than there is, lies over itself or is of the large kind is refused by its bytes', async () => {
  const small = zipSync({ 'manifest.json': strToU8('{}') }, { level: 0 })
  const twice = zipSync({ 'manifest.json': strToU8('{}'), 'manifest.jsom': strToU8('{}') }, { level: 0 })
  for (const [bytes, words] of [
    [
      broken(small, (view, _, end) => {
        view.setUint16(end + 8, 0xffff, true)
        view.setUint16(end + 10, 0xffff, true)
      }),
      /states 65,535 files/,
    ],
    [broken(small, (view, _, end) => view.setUint32(end + 16, 0xffff_ffff, true)), /directory is not where it says/],
    [
      broken(small, (view, _, end) => {
        view.setUint16(end + 8, 40_000, true)
        view.setUint16(end + 10, 40_000, true)
      }),
      /directory/,
    ],
    [broken(small, (view, _, end) => view.setUint16(end + 10, 2, true)), /one part of several/],
    // The last letter of the second name, in the directory: the same name twice.
    [broken(twice, (view, directory) => view.setUint8(directory + 2 * 46 + 2 * 13 - 1, 'n'.charCodeAt(0))), /twice/],
    // The second entry's place: that of the first.
    [broken(twice, (view, directory) => view.setUint32(directory + 46 + 13 + 42, 0, true)), /not where it says/],
    [broken(small, (view, directory) => view.setUint32(directory + 42, 1, true)), /not where it says/],
    [broken(small, (view, directory) => view.setUint16(directory + 8, 1, true)), /encrypted/],
    [broken(small, (view, directory) => view.setUint16(directory + 10, 99, true)), /method 99/],
    [broken(small, (view, directory) => view.setUint32(directory + 24, 1, true)), /two sizes/],
    [broken(small, (view, directory) => view.setUint32(directory + 16, 1, true)), /not what was packed/],
  ] as const)
    await refused(store, bytes, words)
})

test('one stored block under a hundred names is refused by what it would take', async () => {
  const block = new Uint8Array(2 ** 20)
  const zip = zipSync({ 'manifest.json': block }, { level: 0 })
  const [directory, end] = [zip.length - 22 - 46 - 13, zip.length - 22]
  const entry = zip.subarray(directory, end)
  const many = Buffer.concat([
    zip.subarray(0, directory),
    ...Array.from({ length: 100 }, (_, at) => {
      const copy = Buffer.from(entry)
      copy.write(`artifacts/${String(at).padStart(3, '0')}`, 46)
      copy.writeUInt32LE(0, 24)
      return copy
    }),
    zip.subarray(end),
  ])
  many.writeUInt16LE(100, many.length - 14)
  many.writeUInt16LE(100, many.length - 12)
  many.writeUInt32LE(100 * entry.length, many.length - 10)
  await refused(store, many, /two sizes|not where it says/)
})
