// The messages of an ONNX file (onnx.proto3 of ONNX 1.19), as far as a network needs them. What is not named here is passed over.
import { addFloats, addIntegers, bytesOf, damaged, type Field, fieldsOf, floatOf, integerOf, textOf } from './wire.ts'

export interface ModelMessage {
  producer: string
  producerVersion: string
  graph: GraphMessage | null
  /** Version of the operators by domain; '' is ONNX's own. */
  opsets: Map<string, number>
  metadata: Map<string, string>
  functions: FunctionMessage[]
}

export interface GraphMessage {
  nodes: NodeMessage[]
  initializers: TensorMessage[]
  sparse: boolean
  inputs: ValueMessage[]
  outputs: ValueMessage[]
}

export interface NodeMessage {
  name: string
  op: string
  domain: string
  /** '' where an optional one is left out. */
  inputs: string[]
  outputs: string[]
  attributes: Map<string, AttributeMessage>
  metadata: Map<string, string>
}

export interface AttributeMessage {
  name: string
  float: number
  integer: number
  text: string
  tensor: TensorMessage | null
  graph: GraphMessage | null
  floats: number[]
  integers: number[]
  /** The attribute of the function around it that it stands for. */
  refers: string
}

export interface TensorMessage {
  name: string
  dims: number[]
  /** A number of TensorProto.DataType. */
  type: number
  raw: Uint8Array | null
  /** The numbers by their field, as they stand in the file: 4 floats, 5 whole numbers, 7 long ones, 10 doubles, 11 unsigned long ones. */
  typed: Field[]
  /** Where the numbers are when they are in a file beside this one. */
  external: Map<string, string> | null
}

export interface ValueMessage {
  name: string
  type: number
  /** Null where the size is free; null as a whole for what is no tensor or has no shape. */
  dims: (number | null)[] | null
}

export interface FunctionMessage {
  name: string
  domain: string
  inputs: string[]
  outputs: string[]
  nodes: NodeMessage[]
  /** What the function's attributes are where a call does not say. */
  attributes: Map<string, AttributeMessage>
}

/** Graphs in graphs: the branches of an If. */
const deepest = 8
const mostNodes = 100_000
const mostListed = 65_536

/** Throws 'invalid' where the file is cut or lies. */
export function readModel(bytes: Uint8Array): ModelMessage {
  const model: ModelMessage = { producer: '', producerVersion: '', graph: null, opsets: new Map(), metadata: new Map(), functions: [] }
  for (const field of fieldsOf(bytes)) {
    if (field.id === 2) model.producer = textOf(field)
    else if (field.id === 3) model.producerVersion = textOf(field)
    else if (field.id === 7) model.graph = readGraph(bytesOf(field), 0)
    else if (field.id === 8) readOpset(bytesOf(field), model.opsets)
    else if (field.id === 14) readEntry(bytesOf(field), model.metadata)
    else if (field.id === 25) model.functions.push(readFunction(bytesOf(field)))
  }
  return model
}

function readOpset(bytes: Uint8Array, opsets: Map<string, number>): void {
  let domain = ''
  let version = 0
  for (const field of fieldsOf(bytes)) {
    if (field.id === 1) domain = textOf(field)
    else if (field.id === 2) version = integerOf(field)
  }
  opsets.set(domain === 'ai.onnx' ? '' : domain, version)
}

function readEntry(bytes: Uint8Array, entries: Map<string, string>): void {
  let key = ''
  let value = ''
  for (const field of fieldsOf(bytes)) {
    if (field.id === 1) key = textOf(field)
    else if (field.id === 2) value = textOf(field)
  }
  entries.set(key, value)
}

function readGraph(bytes: Uint8Array, depth: number): GraphMessage {
  if (depth > deepest) throw damaged(`it has more than ${deepest} graphs within each other`)
  const graph: GraphMessage = { nodes: [], initializers: [], sparse: false, inputs: [], outputs: [] }
  for (const field of fieldsOf(bytes)) {
    if (field.id === 1) graph.nodes.push(readNode(bytesOf(field), depth))
    else if (field.id === 5) graph.initializers.push(readTensor(bytesOf(field)))
    else if (field.id === 11) graph.inputs.push(readValue(bytesOf(field)))
    else if (field.id === 12) graph.outputs.push(readValue(bytesOf(field)))
    else if (field.id === 15) graph.sparse = true
    if (graph.nodes.length > mostNodes || graph.initializers.length > mostNodes) throw damaged('it has more than 100,000 operations')
  }
  return graph
}

function readNode(bytes: Uint8Array, depth: number): NodeMessage {
  const node: NodeMessage = { name: '', op: '', domain: '', inputs: [], outputs: [], attributes: new Map(), metadata: new Map() }
  for (const field of fieldsOf(bytes)) {
    if (field.id === 1) node.inputs.push(textOf(field))
    else if (field.id === 2) node.outputs.push(textOf(field))
    else if (field.id === 3) node.name = textOf(field)
    else if (field.id === 4) node.op = textOf(field)
    else if (field.id === 5) {
      const attribute = readAttribute(bytesOf(field), depth)
      node.attributes.set(attribute.name, attribute)
    } else if (field.id === 7) node.domain = textOf(field).replace(/^ai\.onnx$/, '')
    else if (field.id === 9) readEntry(bytesOf(field), node.metadata)
  }
  return node
}

function readAttribute(bytes: Uint8Array, depth: number): AttributeMessage {
  const attribute: AttributeMessage = {
    name: '',
    float: 0,
    integer: 0,
    text: '',
    tensor: null,
    graph: null,
    floats: [],
    integers: [],
    refers: '',
  }
  for (const field of fieldsOf(bytes)) {
    if (field.id === 1) attribute.name = textOf(field)
    else if (field.id === 2) attribute.float = floatOf(field)
    else if (field.id === 3) attribute.integer = integerOf(field)
    else if (field.id === 4) attribute.text = textOf(field)
    else if (field.id === 5) attribute.tensor = readTensor(bytesOf(field))
    else if (field.id === 6) attribute.graph = readGraph(bytesOf(field), depth + 1)
    else if (field.id === 7) addFloats(attribute.floats, field, mostListed)
    else if (field.id === 8) addIntegers(attribute.integers, field, mostListed)
    else if (field.id === 21) attribute.refers = textOf(field)
  }
  return attribute
}

function readTensor(bytes: Uint8Array): TensorMessage {
  const tensor: TensorMessage = { name: '', dims: [], type: 0, raw: null, typed: [], external: null }
  let elsewhere = false
  const places = new Map<string, string>()
  for (const field of fieldsOf(bytes)) {
    if (field.id === 1) addIntegers(tensor.dims, field, 16)
    else if (field.id === 2) tensor.type = integerOf(field)
    else if ([4, 5, 7, 10, 11].includes(field.id)) tensor.typed.push(field)
    else if (field.id === 8) tensor.name = textOf(field)
    else if (field.id === 9) tensor.raw = bytesOf(field)
    else if (field.id === 13) readEntry(bytesOf(field), places)
    else if (field.id === 14) elsewhere = integerOf(field) === 1
  }
  if (elsewhere) tensor.external = places
  return tensor
}

function readValue(bytes: Uint8Array): ValueMessage {
  const value: ValueMessage = { name: '', type: 0, dims: null }
  for (const field of fieldsOf(bytes)) {
    if (field.id === 1) value.name = textOf(field)
    else if (field.id === 2)
      for (const kind of fieldsOf(bytesOf(field)))
        if (kind.id === 1)
          for (const part of fieldsOf(bytesOf(kind))) {
            if (part.id === 1) value.type = integerOf(part)
            else if (part.id === 2) value.dims = readDims(bytesOf(part))
          }
  }
  return value
}

function readDims(bytes: Uint8Array): (number | null)[] {
  const dims: (number | null)[] = []
  for (const field of fieldsOf(bytes)) {
    if (field.id !== 1) continue
    let side: number | null = null
    for (const part of fieldsOf(bytesOf(field))) if (part.id === 1) side = integerOf(part)
    // Some writers say 0 or -1 where the size is free.
    dims.push(side !== null && side > 0 ? side : null)
  }
  return dims
}

function readFunction(bytes: Uint8Array): FunctionMessage {
  const made: FunctionMessage = { name: '', domain: '', inputs: [], outputs: [], nodes: [], attributes: new Map() }
  for (const field of fieldsOf(bytes)) {
    if (field.id === 1) made.name = textOf(field)
    else if (field.id === 4) made.inputs.push(textOf(field))
    else if (field.id === 5) made.outputs.push(textOf(field))
    else if (field.id === 7) made.nodes.push(readNode(bytesOf(field), 0))
    else if (field.id === 10) made.domain = textOf(field)
    else if (field.id === 11) {
      const attribute = readAttribute(bytesOf(field), 0)
      made.attributes.set(attribute.name, attribute)
    }
  }
  return made
}
