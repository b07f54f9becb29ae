// Laws of what a network's own first operations say of how it is to be given its pictures.
import { expect, it } from 'vitest'
import { readKerasFile } from '../../src-main/exchange/networks/keras/keras-file.ts'
import { ownRange } from '../../src-main/exchange/networks/own-range.ts'
import type { NetworkGraph } from '../../src-shared/network/graph.ts'
import type { Operation } from '../../src-shared/network/operations/index.ts'
import { fixtureFile } from '../fixtures/network-values.ts'

type Step = [by: 'multiply' | 'divide' | 'add' | 'subtract', ...numbers: number[]]
function after(steps: Step[], first: Operation[] = []) {
  const weights = new Map(steps.map(([, ...numbers], at) => [`w${at}`, { shape: [numbers.length], values: Float32Array.from(numbers) }]))
  const start = first.at(-1)?.name ?? 'input'
  const nodes: Operation[] = steps.map(([by], at) => ({
    name: `step ${at}`,
    op: 'constant',
    inputs: [at === 0 ? start : `step ${at - 1}`],
    by,
    constant: `w${at}`,
    first: false,
  }))
  const relu: Operation = { name: 'relu', op: 'activation', inputs: [`step ${steps.length - 1}`], of: { kind: 'relu' } }
  const graph: NetworkGraph = { input: { height: 8, width: 8, channels: 3 }, nodes: [...first, ...nodes, relu], outputs: ['relu'] }
  return ownRange(graph, weights)
}

it('bytes are given to a network that divides them itself, numbers from 0 to 1 to one that spreads them', () => {
  expect(after([['multiply', 1 / 255]])?.name).toBe('zero-to-255')
  expect(
    after([
      ['divide', 127.5],
      ['subtract', 1],
    ])?.name,
  ).toBe('zero-to-255')
  expect(
    after([
      ['subtract', 123, 117, 104],
      ['divide', 58.4, 57.1, 57.4],
    ])?.name,
  ).toBe('zero-to-255')
  expect(
    after([
      ['subtract', 0.485, 0.456, 0.406],
      ['divide', 0.229, 0.224, 0.225],
    ])?.name,
  ).toBe('zero-to-one')
  expect(
    after([
      ['multiply', 2],
      ['add', -1],
    ])?.because,
  ).toContain('“step 0”')
  const pad: Operation = { name: 'pad', op: 'pad', inputs: ['input'], pads: [1, 1, 1, 1], mode: 'constant', value: 0 }
  expect(after([['divide', 255]], [pad])?.name).toBe('zero-to-255')
})
it('nothing is said where the first operations say nothing', () => {
  expect(after([['multiply', 1]])).toBeNull()
  expect(after([['add', 3]])).toBeNull()
  expect(ownRange({ input: { height: 8, width: 8, channels: 1 }, nodes: [], outputs: [] }, new Map())).toBeNull()
})
it('is read from a Keras file that begins with Rescaling', async () => {
  const { graph, weights } = await readKerasFile([fixtureFile('keras', 'digits.keras')])
  expect(ownRange(graph, weights)).toMatchObject({ name: 'zero-to-one', because: expect.stringContaining('range') })
})
