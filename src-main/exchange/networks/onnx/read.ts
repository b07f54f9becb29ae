// A network from an ONNX file.
import { FaultError } from '../../../../src-shared/rpc/fault.ts'
import { type Finished, finished } from '../finished.ts'
import type { NetworkFile, ReadNetwork, ReadOptions } from '../kind.ts'
import { refused } from '../refusal.ts'
import { classNamesOf } from './class-names.ts'
import { convert, type PictureInput } from './conversion.ts'
import { type GraphMessage, type ModelMessage, readModel } from './messages.ts'
import { inputOf, picturesOf } from './picture-input.ts'
import type { Note } from './site.ts'

/** The first version of ONNX's operators whose files can be read. */
const firstOpset = 7
const quantized = /^(QuantizeLinear|DequantizeLinear|DynamicQuantizeLinear|QLinear\w+|\w+Integer|DequantizeBFP|MatMulNBits)$/

/**
 * The network in the file that ends in ".onnx", or in the only file; numbers that it keeps beside itself are looked for among the files
 * given. Throws 'invalid', in one message for the user, for what is damaged or cannot be read.
 */
export function readOnnx(files: readonly NetworkFile[], { side }: ReadOptions = {}): ReadNetwork {
  const model = readModel(modelFile(files).bytes)
  const { graph } = model
  if (!graph || graph.nodes.length === 0) throw refused('this is no ONNX file, or there is no network in it')
  expectReadable(model, graph)
  const { input, open, notes, made } = firstFitting(model, graph, files, side)
  const { graph: network, weights, shapes } = made
  const answer = shapes.get(network.outputs[0]!)!
  return {
    graph: network,
    weights,
    format: 'onnx',
    producer: `${model.producer} ${model.producerVersion}`.trim().slice(0, 100) || null,
    classNames: answer.length === 1 ? classNamesOf(model, answer[0]!) : null,
    notes: [...sentences(notes, made), ...(open ? [sizeNote(input)] : [])],
    anySize: open,
    listed: made.listed,
  }
}

function modelFile(files: readonly NetworkFile[]): NetworkFile {
  const named = files.filter(({ name }) => /\.onnx$/i.test(name))
  const [first] = named.length > 0 ? named : files
  if (!first) throw refused('there is no file')
  if (named.length > 1) throw refused(`there are ${named.length} ONNX files`, 'Bring one of them alone, or with the file of its weights.')
  if (named.length === 0 && files.length > 1) throw refused('none of these files ends in .onnx', 'Bring an ONNX file.')
  return first
}

function expectReadable(model: ModelMessage, graph: GraphMessage): void {
  const opset = model.opsets.get('')
  if (opset === undefined || opset < firstOpset)
    throw refused(
      `its operators are of version ${opset ?? 'unknown'} of ONNX; those from ${firstOpset} on can be read`,
      'Export the network with a newer version (opset).',
    )
  const small = graph.nodes.find(({ op }) => quantized.test(op))
  if (small)
    throw refused(
      `it is quantized (${small.op}): its numbers are rounded to a few bits, through which no gradient passes`,
      'Export it without quantization.',
    )
  const recurrent = graph.nodes.find(({ op }) => /^(LSTM|GRU|RNN)$/.test(op))
  if (recurrent)
    throw refused(
      `it has the operation ${recurrent.op}, which reads its values one after another as a sequence`,
      'Networks of convolutions and dense layers can be looked into. Export the part before it, and bring that.',
    )
  if (graph.sparse) throw refused('it has sparse weights, which cannot be read', 'Export it with dense ones.')
}

interface Fitting {
  input: PictureInput
  open: boolean
  notes: ReadonlyMap<Note, number>
  made: Finished
}

/** Read at the first size that it accepts. */
function firstFitting(model: ModelMessage, graph: GraphMessage, files: readonly NetworkFile[], side: number | undefined): Fitting {
  let first: FaultError | null = null
  for (const { input, open } of picturesOf(inputOf(graph), side)) {
    const [, second, third, fourth] = input.dims as [number, number, number, number]
    const [height, width, channels] = input.channelsLast ? [second, third, fourth] : [third, fourth, second]
    if (height > 2048 || width > 2048) throw refused(`it takes pictures of ${height} x ${width} pixels; 2048 x 2048 can be at most`)
    try {
      const { draft, outputs, notes } = convert(model, graph, input, files)
      const made = finished(
        draft,
        { height, width, channels: channels as 1 | 3 },
        outputs.map(({ id }) => id),
      )
      return { input, open, notes, made }
    } catch (error) {
      if (!(error instanceof FaultError)) throw error
      // What does not depend on the size is the same at every size.
      if (first?.message === error.message) break
      first ??= error
    }
  }
  throw first ?? refused('it takes no picture')
}

const sizeNote = ({ dims, channelsLast }: PictureInput): string => {
  const [height, width] = channelsLast ? dims.slice(1) : dims.slice(2)
  return `The file leaves the size of the picture open; it is looked into at ${height} x ${width} pixels.`
}

function sentences(notes: ReadonlyMap<Note, number>, { joined }: Finished): string[] {
  const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)
  const told: string[] = []
  const dropout = notes.get('dropout')
  if (dropout) told.push(`Dropout (${times(dropout)}) is left out: it only acts in training.`)
  const normal = notes.get('normalization')
  if (normal)
    told.push(`Batch normalization (${times(normal)}) is kept as a factor and an offset for each channel, which computes the same.`)
  const training = notes.get('training')
  if (training)
    told.push(
      `The file was exported in training mode. Batch normalization (${times(training)}) uses the numbers counted in training, as in use.`,
    )
  if (joined.size > 0) {
    const kinds = [...joined].map(([kind, count]) => `${kind} (${times(count)})`)
    told.push(`Activation functions that the file spells out in several operations are one operation each: ${kinds.join(', ')}.`)
  }
  return told
}
