// A picture of twice the size as its four phases: pixel (2i + a, 2j + b) is phase (a, b) of place (i, j). A convolution between such
// pictures is a convolution between the small pictures of their phases, with other kernels. They hold more channels at fewer places,
// which is what processors are fast at, and where the input is upsampled they also hold fewer different products.

/** A convolution kernel, [height, width, in, out] row by row. */
export interface Kernel {
  readonly shape: readonly [height: number, width: number, input: number, output: number]
  readonly values: Float32Array
}
/** A kernel for the small picture, and how many places of zeros go before and after it along each axis for an output of the same size. */
export interface FoldedKernel extends Kernel {
  readonly pad: [[0, 0], [number, number], [number, number], [0, 0]]
}

/** How one axis of a kernel folds: in output phase `phase`, tap `from` reads phase `input` of small place `offset`. */
interface Reach {
  readonly from: number
  readonly phase: number
  readonly offset: number
  readonly input: number
}

/**
 * "Same" padding (TensorFlow's: the smaller half first) puts tap t of a kernel of length k at u = t - floor((k - 1) / 2). Output 2i + a
 * reads 2i + a + u of the large picture, which is phase (a + u) mod 2 of place i + floor((a + u) / 2). What lies outside the large
 * picture lies outside the small one too, so the border of zeros stays what it was.
 */
function reaches(length: number, phases: readonly number[]): Reach[] {
  const before = Math.floor((length - 1) / 2)
  return phases.flatMap((phase) =>
    Array.from({ length }, (_, from) => {
      const at = phase + from - before
      return { from, phase, offset: Math.floor(at / 2), input: at & 1 }
    }),
  )
}

/** One axis of plain convolution, for an axis that is not folded. */
function plain(length: number): Reach[] {
  const before = Math.floor((length - 1) / 2)
  return Array.from({ length }, (_, from) => ({ from, phase: 0, offset: from - before, input: 0 }))
}

/**
 * Sums the taps of `kernel` into a folded kernel. Channels of its output are (phase of y, phase of x, channel); channels of its input too
 * if `inputPhases`, else the input is the small picture itself, whose nearest-neighbour upsampling has four equal phases.
 */
function fold(kernel: Kernel, ys: readonly Reach[], xs: readonly Reach[], inputPhases: { y: number; x: number }): FoldedKernel {
  const [, width, input, output] = kernel.shape
  const count = (axis: readonly Reach[]) => new Set(axis.map(({ phase }) => phase)).size
  const low = (axis: readonly Reach[]) => Math.min(...axis.map(({ offset }) => offset))
  const high = (axis: readonly Reach[]) => Math.max(...axis.map(({ offset }) => offset))
  const first = { y: Math.min(...ys.map(({ phase }) => phase)), x: Math.min(...xs.map(({ phase }) => phase)) }
  const phases = { y: count(ys), x: count(xs) }
  const rows = high(ys) - low(ys) + 1
  const columns = high(xs) - low(xs) + 1
  const inputs = inputPhases.y * inputPhases.x * input
  const outputs = phases.y * phases.x * output
  const sums = new Float64Array(rows * columns * inputs * outputs)
  for (const y of ys) {
    for (const x of xs) {
      const place = (y.offset - low(ys)) * columns + x.offset - low(xs)
      const inputBase = ((inputPhases.y > 1 ? y.input : 0) * inputPhases.x + (inputPhases.x > 1 ? x.input : 0)) * input
      const outputBase = ((y.phase - first.y) * phases.x + x.phase - first.x) * output
      for (let i = 0; i < input; i++) {
        const from = ((y.from * width + x.from) * input + i) * output
        const to = (place * inputs + inputBase + i) * outputs + outputBase
        for (let o = 0; o < output; o++) sums[to + o]! += kernel.values[from + o]!
      }
    }
  }
  // A phase may reach less far to one side than the padding of the whole needs: an output of the same size takes -low before, high after.
  return {
    shape: [rows, columns, inputs, outputs],
    values: Float32Array.from(sums),
    pad: [
      [0, 0],
      [-low(ys), high(ys)],
      [-low(xs), high(xs)],
      [0, 0],
    ],
  }
}

/**
 * Nearest x2 upsampling followed by the convolution, as one convolution at the low resolution whose output channels are the four phases
 * (a, b, channel). For 3 x 3 it does the same number of products as before, in wide instead of narrow channels.
 */
export function foldUpsampling(kernel: Kernel): FoldedKernel {
  const [height, width] = kernel.shape
  return fold(kernel, reaches(height, [0, 1]), reaches(width, [0, 1]), { y: 1, x: 1 })
}

/**
 * The same as two convolutions, one for the even and one for the odd rows, each with output channels (b, channel): a row of them is a row
 * of the large picture as it lies in memory. For 3 x 3 the kernels are 2 x 3: two thirds of the products.
 */
export function foldUpsamplingByRows(kernel: Kernel): [even: FoldedKernel, odd: FoldedKernel] {
  const [height, width] = kernel.shape
  const columns = reaches(width, [0, 1])
  return [fold(kernel, reaches(height, [0]), columns, { y: 1, x: 1 }), fold(kernel, reaches(height, [1]), columns, { y: 1, x: 1 })]
}

/** A convolution of a picture given by its four phases (a, b, channel), its output given likewise. */
export function foldPhases(kernel: Kernel): FoldedKernel {
  const [height, width] = kernel.shape
  return fold(kernel, reaches(height, [0, 1]), reaches(width, [0, 1]), { y: 2, x: 2 })
}

/** A convolution with every two neighbours in a row taken as one place of twice the channels, which is how they lie in memory. */
export function foldColumns(kernel: Kernel): FoldedKernel {
  const [height, width] = kernel.shape
  return fold(kernel, plain(height), reaches(width, [0, 1]), { y: 1, x: 2 })
}

/** The bias of a convolution once for each of `phases` phases. */
export function foldBias(bias: Float32Array, phases: number): Float32Array {
  const out = new Float32Array(bias.length * phases)
  for (let phase = 0; phase < phases; phase++) out.set(bias, phase * bias.length)
  return out
}
