// Writes a TensorFlow graph in the SavedModel file format: the protocol buffers of tensorflow/core/protobuf/{saved_model,meta_graph}.proto
// and tensorflow/core/framework/{graph,node_def,attr_value,tensor,tensor_shape,versions}.proto, whose field numbers appear below.
// Only the few messages a recorded step needs are written, so no protobuf library is involved.

/** A dense tensor held as raw little-endian bytes. `dtype` is TensorFlow's DataType number. */
export interface TensorValue {
  readonly dtype: number
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

export type AttrValue =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'int'; readonly value: number | readonly number[] }
  | { readonly kind: 'float'; readonly value: number | readonly number[] }
  | { readonly kind: 'bool'; readonly value: boolean | readonly boolean[] }
  | { readonly kind: 'type'; readonly value: number }
  | { readonly kind: 'shape'; readonly value: readonly number[] }
  | { readonly kind: 'tensor'; readonly value: TensorValue }

export interface NodeDef {
  readonly name: string
  readonly op: string
  /** `producer` or `producer:port`, in the op's argument order. */
  readonly inputs: readonly string[]
  readonly attrs: Readonly<Record<string, AttrValue>>
}

// The producer version tells TensorFlow which historical behaviours to emulate. Anything since 2.17 (1882) means: none.
const PRODUCER_VERSION = 1882
const MIN_CONSUMER_VERSION = 12

type Field = Uint8Array[]

const VARINT = 0
const LENGTH_DELIMITED = 2
const FIXED32 = 5
const utf8 = new TextEncoder()

/** Base-128 encoding of a 64-bit integer; negative numbers take ten bytes (two's complement). */
function varint(value: number): Uint8Array {
  const out: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  while (rest > 127n) {
    out.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  out.push(Number(rest))
  return Uint8Array.from(out)
}

const tag = (field: number, wire: number): Uint8Array => varint(field * 8 + wire)
const int = (field: number, value: number): Field => [tag(field, VARINT), varint(value)]
const bytes = (field: number, value: Uint8Array): Field => [tag(field, LENGTH_DELIMITED), varint(value.length), value]
const text = (field: number, value: string): Field => bytes(field, utf8.encode(value))
const float32 = (value: number): Uint8Array => new Uint8Array(Float32Array.of(value).buffer)
const message = (field: number, ...parts: Field[]): Field => bytes(field, join(parts))

function join(parts: readonly Field[]): Uint8Array {
  const flat = parts.flat()
  const out = new Uint8Array(flat.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of flat) {
    out.set(part, at)
    at += part.length
  }
  return out
}

const shapeParts = (shape: readonly number[]): Field[] => shape.map((size) => message(2, int(1, size)))

function tensorParts(tensor: TensorValue): Field[] {
  return [int(1, tensor.dtype), message(2, ...shapeParts(tensor.shape)), bytes(4, tensor.bytes)]
}

/** One field of AttrValue; a list goes into its ListValue (field 1), whose numbers are packed under the same field number. */
function attrParts(attr: AttrValue): Field[] {
  switch (attr.kind) {
    case 'string':
      return [text(2, attr.value)]
    case 'int':
      return typeof attr.value === 'number' ? [int(3, attr.value)] : [message(1, message(3, attr.value.map(varint)))]
    case 'float':
      return typeof attr.value === 'number' ? [[tag(4, FIXED32), float32(attr.value)]] : [message(1, message(4, attr.value.map(float32)))]
    case 'bool':
      return typeof attr.value === 'boolean'
        ? [int(5, Number(attr.value))]
        : [
            message(
              1,
              message(
                5,
                attr.value.map((flag) => varint(Number(flag))),
              ),
            ),
          ]
    case 'type':
      return [int(6, attr.value)]
    case 'shape':
      return [message(7, ...shapeParts(attr.value))]
    case 'tensor':
      return [message(8, ...tensorParts(attr.value))]
  }
}

function nodeParts(node: NodeDef): Field[] {
  return [
    text(1, node.name),
    text(2, node.op),
    ...node.inputs.map((input) => text(3, input)),
    ...Object.entries(node.attrs).map(([key, attr]) => message(5, text(1, key), message(2, ...attrParts(attr)))),
  ]
}

/** The bytes of `saved_model.pb` for a graph without variables, under the one tag `tagName`. */
export function savedModel(nodes: readonly NodeDef[], tagName: string): Uint8Array {
  const metaInfo = message(1, text(4, tagName))
  const versions = message(4, int(1, PRODUCER_VERSION), int(2, MIN_CONSUMER_VERSION))
  const graph = message(2, ...nodes.map((node) => message(1, ...nodeParts(node))), versions)
  return join([int(1, 1), message(2, metaInfo, graph)])
}
