// Which part of the picture one place of a network of another make can see: worked out by walking back through its operations.
import { graphShapes, type NetworkGraph, pictureName } from './graph.ts'
import type { Operation } from './operations/index.ts'
import type { Shape } from './operations/kind.ts'
import type { Field } from './receptive-field.ts'

/** Places from the first to the last, both included, along one side. */
type Span = readonly [first: number, last: number]
/** Rows and columns of a value; null is all of it, where it has no space. */
type Box = { readonly rows: Span; readonly columns: Span } | null

/**
 * The pixels that can change the value of `tap` at (x, y), as `receptiveField` tells them for the lab's own networks. `whole` reaches
 * beyond the picture where the network adds pixels. An operation that looks at everything, such as the mean over all places, sees all
 * that is read of what it is given. Throws a RangeError for a tap that there is not, or a graph that does not fit its weights.
 */
export function graphReceptiveField(
  graph: NetworkGraph,
  weights: ReadonlyMap<string, Shape>,
): (tap: string, x: number, y: number) => { seen: Field; whole: Field } {
  const shapes = graphShapes(graph, weights)
  const { height, width } = graph.input
  const all: Field = { x: 0, y: 0, width, height }
  const sidesOf = (name: string): readonly [number, number] | null => {
    const shape = shapes.get(name)!
    return shape.length === 3 ? [shape[0]!, shape[1]!] : null
  }

  const back = (tap: string, x: number, y: number, clipped: boolean): Field => {
    const boxes = new Map<string, Box>([[tap, sidesOf(tap) && { rows: [y, y], columns: [x, x] }]])
    for (const node of graph.nodes.toReversed()) {
      if (!boxes.has(node.name)) continue
      const box = boxes.get(node.name)!
      node.inputs.forEach((input, at) => {
        const sides = sidesOf(input)
        const everything: Box = sides && { rows: [0, sides[0] - 1], columns: [0, sides[1] - 1] }
        const found = (box && sides && before(node, box, { shapes, weights, at })) ?? everything
        const inside = found && sides && clipped ? { rows: cut(found.rows, sides[0]), columns: cut(found.columns, sides[1]) } : found
        boxes.set(input, boxes.has(input) ? around(boxes.get(input)!, inside) : inside)
      })
    }
    const box = boxes.get(pictureName)
    if (!box) return all
    const [[top, bottom], [left, right]] = [box.rows, box.columns]
    return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
  }
  return (tap, x, y) => {
    if (!shapes.has(tap)) throw new RangeError(`This network has no layer "${tap}".`)
    return { seen: back(tap, x, y, true), whole: back(tap, x, y, false) }
  }
}

const clamp = (value: number, side: number): number => Math.min(side - 1, Math.max(0, value))
const cut = ([first, last]: Span, side: number): Span => [clamp(first, side), clamp(last, side)]
/** The smallest box that holds both. */
function around(a: Box, b: Box): Box {
  const both = (one: Span, other: Span): Span => [Math.min(one[0], other[0]), Math.max(one[1], other[1])]
  return a && b && { rows: both(a.rows, b.rows), columns: both(a.columns, b.columns) }
}

interface Known {
  shapes: ReadonlyMap<string, Shape>
  weights: ReadonlyMap<string, Shape>
  /** Which of its inputs is asked about. */
  at: number
}

/** The places of one input that a box of the answer depends on; null is all of them. */
function before(node: Operation, box: NonNullable<Box>, { shapes, weights, at }: Known): Box {
  const given = shapes.get(node.inputs[at]!)!
  const answer = shapes.get(node.name)!
  const each = (of: (span: Span, axis: 0 | 1) => Span | null): Box => {
    const [rows, columns] = [of(box.rows, 0), of(box.columns, 1)]
    return rows && columns && { rows, columns }
  }
  /** Where a window of so many pixels reads. */
  const window = (
    size: readonly [number, number],
    strides: readonly number[],
    dilations: readonly number[],
    [top, , left]: number[],
  ): Box =>
    each(([first, last], axis) => {
      const start = axis === 0 ? top! : left!
      return [first * strides[axis]! - start, last * strides[axis]! - start + (size[axis] - 1) * dilations[axis]!]
    })
  switch (node.op) {
    case 'conv':
      return window(sidesOfKernel(weights, node.kernel), node.strides, node.dilations, node.pads)
    case 'pool':
      return window(node.size, node.strides, [1, 1], node.pads)
    case 'deconv': {
      // Place i of what is given is added to the places i * stride - cut and so many after it as the kernel is long.
      const size = sidesOfKernel(weights, node.kernel)
      return each(([first, last], axis) => {
        const missing = Math.max(0, (given[axis]! - 1) * node.strides[axis] + size[axis] - node.sides[axis])
        const off = node.padding === 'same' ? Math.floor(missing / 2) : 0
        return [Math.ceil((first + off - size[axis] + 1) / node.strides[axis]), Math.floor((last + off) / node.strides[axis])]
      })
    }
    case 'pad':
      return each(([first, last], axis) => {
        const [low, high] = [first - node.pads[2 * axis]!, last - node.pads[2 * axis]!]
        const side = given[axis]!
        return node.mode === 'constant' ? [low, high] : node.mode === 'edge' ? cut([low, high], side) : mirrored([low, high], side)
      })
    case 'slice':
      return each(([first, last], axis) => [first + node.begin[axis]!, last + node.begin[axis]!])
    case 'concat': {
      const ahead = node.inputs.slice(0, at).reduce((sum, name) => sum + shapes.get(name)![node.axis]!, 0)
      return each(([first, last], axis) => (node.axis === axis ? [first - ahead, last - ahead] : [first, last]))
    }
    case 'resize':
      return each(([first, last], axis) => {
        const [from, to] = [given[axis]!, node.sides[axis]]
        const place = (one: number): number =>
          node.places === 'corners' && to > 1
            ? (one * (from - 1)) / (to - 1)
            : node.places === 'centers'
              ? ((one + 0.5) * from) / to - 0.5
              : (one * from) / to
        return cut([Math.floor(place(first)), Math.ceil(place(last))], from)
      })
    case 'combine':
    case 'constant':
      // A value of one row or column is joined with every place.
      return each((span, axis) => (given[axis] === 1 && answer[axis] !== 1 ? [0, 0] : span))
    case 'scale':
    case 'activation':
    case 'response-norm':
    case 'softmax':
    case 'dense':
      return box
    case 'group-norm':
      return node.over === 'last' ? box : null
    case 'reduce':
      return node.axes.every((one) => one === 2) ? box : null
    case 'reshape':
      return given.join() === answer.join() ? box : null
    case 'transpose':
    case 'global-pool':
      return null
  }
}

/** What a span reads of a side that is mirrored at its ends, the last place not repeated. */
function mirrored([first, last]: Span, side: number): Span {
  const read = Array.from({ length: last - first + 1 }, (_, at) => Math.abs(first + at)).map((one) =>
    one < side ? one : 2 * (side - 1) - one,
  )
  return [Math.min(...read), Math.max(...read)]
}

function sidesOfKernel(weights: ReadonlyMap<string, Shape>, name: string): readonly [number, number] {
  const shape = weights.get(name)!
  return [shape[0]!, shape[1]!]
}
