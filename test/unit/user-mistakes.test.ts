// What someone is told who brings another file than a network: what it is, and how to come to one that can be read.
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { readNetworkFiles } from '../../src-main/exchange/networks/readers.ts'
import { filesOf } from '../fixtures/network-files.ts'
import { node, onnxFile } from '../fixtures/onnx-writer.ts'

const text = (words: string): Uint8Array => strToU8(words)
const file = (name: string, bytes: Uint8Array = Uint8Array.of(8, 1, 18, 4, 0, 255)) => [{ name, bytes }]
const torch = zipSync({ 'archive/data.pkl': Uint8Array.of(128, 2, 46) })
const ofOperations = (...ops: string[]): Uint8Array =>
  onnxFile({
    nodes: ops.map((op, at) =>
      node(op, [at === 0 ? 'x' : `v${at - 1}`], [at === ops.length - 1 ? 'y' : `v${at}`], [], at === 0 ? 'input' : ''),
    ),
  })

test.each([
  ['a PyTorch file', file('mine.pt', torch), /file of PyTorch.*torch\.onnx\.export/s],
  ['a state_dict, unpacked', file('archive/data.pkl'), /file of PyTorch.*torch\.onnx\.export/s],
  ['a PyTorch file called .onnx', file('mine.onnx', torch), /under another name/],
  ['a frozen graph', file('frozen.pb'), /SavedModel or a frozen graph.*tensorflowjs_converter/s],
  ['a SavedModel', [...file('s/saved_model.pb'), ...file('s/variables/variables.index')], /--input_format=tf_saved_model/],
  ['TensorFlow Lite', file('mine.tflite'), /TensorFlow Lite.*tf2onnx/s],
  ['weights of TensorFlow.js alone', file('group1-shard1of2.bin'), /weights alone.*model\.json/s],
  ['safetensors', file('mine.safetensors'), /weights alone/],
  ['another program’s', file('mine.mlmodel'), /another program.*ONNX/s],
  ['text called .onnx', file('mine.onnx', text('this is no network at all')), /holds text.*Bring an ONNX file/s],
  ['a web page called .onnx', file('mine.onnx', text('<!DOCTYPE html>\n<title>Sign in</title>')), /web page.*download the file itself/s],
  ['a pointer of Git LFS', file('mine.onnx', text('version https://git-lfs.github.com/spec/v1\noid sha256:00')), /git lfs pull/],
  ['an empty file', file('mine.keras', new Uint8Array()), /file is empty.*again/s],
  ['a PDF called .h5', file('mine.h5', text('%PDF-1.7')), /PDF/],
  ['a file that was cut', [{ ...filesOf('onnx', 'wide')[0]!, bytes: filesOf('onnx', 'wide')[0]!.bytes.subarray(0, 5000) }], /cut off/],
  ['weights left behind', filesOf('onnx', 'beside').filter(({ name }) => name.endsWith('.onnx')), /second file.*Bring both/s],
  ['an LSTM', file('mine.onnx', ofOperations('Relu', 'LSTM')), /operation LSTM.*Export the part before it/s],
  ['a quantized network', file('mine.onnx', ofOperations('QuantizeLinear')), /quantized.*Export it without/s],
  ['a step that sorts', file('mine.onnx', ofOperations('Relu', 'TopK')), /operation TopK.*Export the part before it/s],
  ['a letter', file('letter.pdf'), /may be an ONNX file/],
] as const)('%s', async (_, files, words) => {
  const fault = await readNetworkFiles(files, {}).catch((error: unknown) => error)
  expect(fault).toMatchObject({ fault: { code: 'invalid', message: expect.stringMatching(words) } })
  const { message } = fault as Error
  expect(message).toMatch(/Nothing was changed in your library\.$/)
  expect(message.length).toBeLessThan(600)
})
