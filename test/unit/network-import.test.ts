// Bringing a network: which files are one, what it is called, and how its pictures are read.
import { expect, it } from 'vitest'
import { megabytes } from '../../src-renderer/network-import/found-words.ts'
import { nameFrom } from '../../src-renderer/network-import/network-files.ts'
import { fromRgba } from '../../src-renderer/network-import/picture-bytes.ts'
import { backgroundOf, preprocessingOf, proposedReading, readingsFor } from '../../src-renderer/network-import/usual-readings.ts'
import { preprocessings } from '../../src-shared/network/preprocessing.ts'

it.each([
  [['mine.onnx'], 'mine'],
  [['Mine.H5'], 'Mine'],
  [['pets/model.json', 'pets/group1-shard1of1.bin'], 'pets'],
  [['a network.zip'], 'a network'],
  [['model.json', 'weights.bin'], 'My network'],
  [['other.bin'], 'other.bin'],
])('what a network of the files %j is called', (names, name) => {
  expect(nameFrom(names)).toBe(name)
})
it('sizes of small networks are no zeros', () => {
  expect([1076, 49_000, 258_216, 8_580_352, 90_000_000].map(megabytes)).toEqual(['1.1 kB', '49 kB', '0.3 MB', '8.6 MB', '90 MB'])
})
it('every usual way is offered, and none that has colours to a network of grey pictures', () => {
  expect(
    readingsFor(3)
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(Object.keys(preprocessings).toSorted())
  expect(readingsFor(1).map(({ name }) => name)).not.toContain('caffe')
  const input = (channels: number) => ({ height: 64, width: 64, channels })
  expect(proposedReading({ format: 'onnx', producer: 'pytorch 2.4', input: input(3), reading: null })).toBe('imagenet')
  expect(proposedReading({ format: 'keras', producer: null, input: input(1), reading: null })).toBe('zero-to-one')
  const reading = { name: 'zero-to-255', because: '' } as const
  expect(proposedReading({ format: 'onnx', producer: 'pytorch 2.4', input: input(3), reading })).toBe('zero-to-255')
})
it('what lies outside of a picture is what the network reads as zero, as far as that is a colour', () => {
  for (const { name } of readingsFor(3)) {
    const way = preprocessingOf(name, 3)
    backgroundOf(way).forEach((one, at) => expect(one * way.scale[at]! + way.shift[at]!, name).toBeCloseTo(0, 9))
  }
  expect(backgroundOf({ scale: [1], shift: [5], order: 'rgb' })).toEqual([0.5])
})
it('pictures are bytes without alpha, in colour or as their mean', () => {
  const rgba = Uint8ClampedArray.from([30, 60, 90, 255, 1, 2, 3, 0])
  expect([...fromRgba(rgba, 3)]).toEqual([30, 60, 90, 1, 2, 3])
  expect([...fromRgba(rgba, 1)]).toEqual([60, 2])
})
