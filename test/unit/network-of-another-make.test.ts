// What the pages know of a network that was brought: its layers, its classes, its pictures, and how a large one is folded.
import { describe, expect, it } from 'vitest'
import { blocksOf, isLarge, layersLike } from '../../src-renderer/pages/look/layer-blocks.ts'
import { asAsked, greyed } from '../../src-renderer/visualization/asked-pictures.ts'
import { exportScalesFor } from '../../src-renderer/visualization/export.ts'
import { subjectOf } from '../../src-renderer/visualization/subject.ts'
import { everyUnit, objectiveOf, unitLabel, unitTitle, untaughtWords } from '../../src-renderer/visualization/units.ts'
import { classNamer } from '../../src-shared/network/network-info.ts'
import type { ImportedHeader } from '../../src-shared/network/model-file.ts'
import { preprocessings } from '../../src-shared/network/preprocessing.ts'
import { objectiveName } from '../../src-shared/recipe/objective.ts'
import { objectiveFaults } from '../../src-shared/recipe/objective-faults.ts'

const one: [number, number] = [1, 1]
const header: ImportedHeader = {
  format: 'phosphene-model',
  version: 1,
  kind: 'imported',
  graph: {
    input: { height: 20, width: 30, channels: 1 },
    nodes: [
      { op: 'conv', name: 'stem', inputs: ['input'], kernel: 'k', strides: [2, 2], dilations: one, pads: [0, 1, 0, 1], groups: 1 },
      { op: 'scale', name: 'stem/bn', inputs: ['stem'], factor: 'f', offset: 'f' },
      { op: 'activation', name: 'stem/relu6', inputs: ['stem/bn'], of: { kind: 'clip', low: 0, high: 6 } },
      { op: 'global-pool', name: 'mean', inputs: ['stem/relu6'], mode: 'average', keeps: false },
      { op: 'dense', name: 'fc', inputs: ['mean'], kernel: 'd' },
      { op: 'softmax', name: 'answer', inputs: ['fc'], logarithm: false },
    ],
    outputs: ['answer'],
  },
  preprocessing: preprocessings['zero-to-one']!(1),
  background: [0],
  classNames: ['cat', 'dog', 'newt'],
  source: { format: 'onnx', file: 'pets.onnx', hash: 'a'.repeat(64), producer: 'pytorch 2.1' },
  weights: [
    { name: 'k', shape: [3, 3, 1, 4] },
    { name: 'f', shape: [4] },
    { name: 'd', shape: [4, 3] },
  ],
}

describe('a network that was brought', () => {
  const subject = subjectOf(header)
  const [stem, fc] = subject.layers
  it('has its layers, before and after their activation functions, and its own classes', () => {
    expect(subject.layers).toHaveLength(2)
    expect(stem).toMatchObject({ name: 'stem/bn', kind: 'conv', units: 4, width: 15, height: 10, after: 'stem/relu6', activation: 'ReLU6' })
    expect(fc).toMatchObject({ name: 'fc', kind: 'logits', units: 3, after: null, activation: null })
    expect([unitTitle(fc!, 2), unitLabel(fc!, 1), untaughtWords(fc!)]).toEqual(['Logit of newt', 'dog', null])
    expect(objectiveName({ kind: 'logit', class: 0 }, subject.classOf)).toBe('logit of cat')
    expect(unitTitle(subjectOf({ ...header, classNames: null }).layers[1]!, 2)).toBe('Logit of class 2')
  })
  it('can be asked for every unit that the pages offer', () => {
    for (const after of [false, true])
      expect(
        objectiveFaults(
          subject.layers.flatMap((layer) => layer.taught.map((unit) => objectiveOf(layer, unit, { after, place: null }))),
          header,
        ),
      ).toEqual([])
    expect(everyUnit(subject.layers)).toHaveLength(7)
    expect(classNamer(subject.info)(1)).toBe('dog')
  })
  it('has pictures of its own shape, without colour, and no dataset', () => {
    expect(subject).toMatchObject({ width: 30, height: 20, channels: 1, dataset: null })
    expect(subject.input).toEqual({ width: 30, height: 20, channels: 1, ownDataset: false })
    expect(subject.fieldOf(stem!, 1, 2).seen).toEqual({ x: 2, y: 4, width: 3, height: 3 })
    const rgb = Uint8Array.from([30, 60, 90, 0, 0, 255])
    expect([...asAsked([rgb, rgb], 1)]).toEqual([60, 85, 60, 85])
    expect([...asAsked([rgb], 3)]).toEqual([...rgb])
    expect([...greyed(rgb)]).toEqual([60, 60, 60, 85, 85, 85])
  })
})

describe('a network of many layers', () => {
  const [stem, fc] = subjectOf(header).layers
  const layer = (name: string, side: number) => ({ ...stem!, name, width: side, height: side })
  const layers = [...[1, 2, 3].map((at) => layer(`block1_conv${at}`, 112)), ...[1, 2].map((at) => layer(`block2_conv${at}`, 56)), fc!]
  it('is folded where its resolution changes, every layer once and in order', () => {
    const blocks = blocksOf(layers)
    expect(blocks.map(({ title, span }) => `${title}: ${span}`)).toEqual([
      '112 × 112: block1_conv1 to block1_conv3',
      '56 × 56: block2_conv1 to block2_conv2',
      'one number each: fc',
    ])
    expect(blocks.flatMap((block) => block.layers)).toEqual(layers)
  })
  it('is searched by name and by size', () => {
    const names = (typed: string): string[] => layersLike(layers, typed).map(({ name }) => name)
    expect(names('BLOCK2')).toEqual(['block2_conv1', 'block2_conv2'])
    expect(names('112x112 conv2')).toEqual(['block1_conv2'])
    expect(names('3 classes')).toEqual(['fc'])
    expect(names('')).toHaveLength(layers.length)
  })
  it('is large by its layers or by its units', () => {
    expect(isLarge(layers)).toBe(false)
    expect(isLarge([...layers, { ...stem!, units: 512 }])).toBe(true)
    expect(isLarge(Array.from({ length: 40 }, () => stem!))).toBe(true)
  })
})

it('pictures are saved at sizes that a file can have', () => {
  expect(exportScalesFor({ width: 48, height: 48 })).toEqual([1, 4, 8, 16])
  expect(exportScalesFor({ width: 224, height: 224 })).toEqual([1, 2, 4, 8])
  expect(exportScalesFor({ width: 1024, height: 2048 })).toEqual([1])
})
