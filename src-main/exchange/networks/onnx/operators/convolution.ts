// Convolutions and their transposes. ONNX has kernels as [out, in, height, width]; the lab as [height, width, in, out].
import { size } from '../../../../../src-shared/network/layer-shapes.ts'
import { type Pads, samePads, windowSides } from '../../../../../src-shared/network/operations/kind.ts'
import { cannot, integer, integers, known, optional, picture, type Reader, type Site, text, within } from '../site.ts'
import type { Known } from '../tensor.ts'
import { channelsLast, permuted } from '../value.ts'
import { along, type Pair, padsAlong, padsOf } from './window.ts'

type Four = readonly [number, number, number, number]

function kernelOf(site: Site): { kernel: Known; dims: Four; size: Pair } {
  const kernel = known(site, 1)
  if (kernel.dims.length !== 4) throw cannot(site, `has a kernel of ${kernel.dims.length} sides; those of pictures have four`)
  const dims = kernel.dims as Four
  const told = integers(site, 'kernel_shape')
  if (told && (told[0] !== dims[2] || told[1] !== dims[3])) throw cannot(site, 'has a kernel of another size than it says')
  if (size(dims) === 0) throw cannot(site, 'has a kernel without numbers')
  return { kernel, dims, size: [dims[2], dims[3]] }
}

function biasOf(site: Site, filters: number): { bias?: string } {
  const bias = optional(site, 2)
  if (!bias) return {}
  if (size(bias.dims) !== filters) throw cannot(site, `has ${size(bias.dims)} biases for ${filters} filters`)
  return { bias: site.draft.weigh('bias', [filters], () => Float32Array.from(bias.values)) }
}

export const conv: Reader = (site) => {
  const given = picture(site)
  const { kernel, dims, size: window } = kernelOf(site)
  const [filters, each, rows, columns] = dims
  const [batch, channels, height, width] = given.dims as Four
  const groups = integer(site, 'group', 1)
  if (groups < 1 || each * groups !== channels || filters % groups !== 0)
    throw cannot(site, `has a kernel for ${each * groups} channels in ${groups} groups, and is given ${channels}`)
  const strides = along(site, 'strides', 2) as Pair
  const dilations = along(site, 'dilations', 2) as Pair
  const pads = padsOf(site, [height, width], { size: window, strides, dilations })
  const sides = within(site, () => windowSides([height, width], { size: window, strides, dilations, pads }))
  const id = site.draft.add(
    {
      op: 'conv',
      inputs: [given.id],
      kernel: site.draft.weigh('kernel', [rows, columns, each, filters], () => permuted(kernel.values, dims, [2, 3, 1, 0])),
      ...biasOf(site, filters),
      strides,
      dilations,
      pads: [...pads],
      groups,
    },
    site.origin,
  )
  return [{ id, dims: [batch, filters, ...sides], order: channelsLast(4) }]
}

export const convTranspose: Reader = (site) => {
  const given = picture(site)
  const { kernel, dims, size: window } = kernelOf(site)
  const [inputs, each, rows, columns] = dims
  const [batch, channels, ...from] = given.dims as Four
  const groups = integer(site, 'group', 1)
  if (groups < 1 || inputs !== channels || inputs % groups !== 0)
    throw cannot(site, `has a kernel for ${inputs} channels in ${groups} groups, and is given ${channels}`)
  if (along(site, 'dilations', 2).some((one) => one !== 1)) throw cannot(site, 'spreads its kernel (dilations), which cannot be read here')
  const strides = along(site, 'strides', 2) as Pair
  const { sides, cut } = answerOf(site, from, window, strides)
  const filters = each * groups
  const weights = site.draft.weigh('kernel', [rows, columns, filters, inputs], () => acrossGroups(kernel.values, dims, groups))
  const padding = (['valid', 'same'] as const).find((word) => {
    const around = word === 'same' ? samePads(sides, { size: window, strides }) : [0, 0, 0, 0]
    return around.join() === cut.join()
  })
  const id = site.draft.add(
    { op: 'deconv', inputs: [given.id], kernel: weights, ...biasOf(site, filters), strides, sides, padding: padding ?? cut },
    site.origin,
  )
  return [{ id, dims: [batch, filters, ...sides], order: channelsLast(4) }]
}

/** Height and width of the answer, and the pixels cut off around it: above, below, left, right (onnx.ai, operator ConvTranspose). */
function answerOf(site: Site, from: number[], window: Pair, strides: Pair): { sides: Pair; cut: Pads } {
  const more = integers(site, 'output_padding') ?? [0, 0]
  const told = integers(site, 'output_shape')
  const word = text(site, 'auto_pad', 'NOTSET')
  if (more.some((one, at) => one < 0 || one >= strides[at]!)) throw cannot(site, `has an output_padding of ${more.join(', ')}`)
  const full = from.map((side, at) => (side - 1) * strides[at]! + window[at]! + more[at]!)
  const { before, after } = padsAlong(site, 2)
  const wanted = told?.slice(-2) ?? (word.startsWith('SAME') ? from.map((side, at) => side * strides[at]!) : null)
  const edges = full.map((side, at): Pair => {
    if (!wanted) return word === 'VALID' ? [0, 0] : [before[at]!, after[at]!]
    const off = side - wanted[at]!
    return word === 'SAME_UPPER' ? [Math.floor(off / 2), Math.ceil(off / 2)] : [Math.ceil(off / 2), Math.floor(off / 2)]
  })
  const sides = full.map((side, at) => side - edges[at]![0] - edges[at]![1]) as Pair
  if (edges.flat().some((one) => one < 0) || sides.some((side) => side < 1)) throw cannot(site, 'makes a picture of an impossible size')
  return { sides, cut: [...edges[0]!, ...edges[1]!] }
}

/** One kernel for all groups, [height, width, out, in], with zeros from the channels of one group to the filters of another. */
function acrossGroups(values: ArrayLike<number>, [inputs, each, rows, columns]: Four, groups: number): Float32Array {
  if (groups === 1) return permuted(values, [inputs, each, rows, columns], [2, 3, 1, 0])
  const filters = each * groups
  const spread = new Float32Array(rows * columns * filters * inputs)
  let at = 0
  for (let channel = 0; channel < inputs; channel++) {
    const group = Math.floor((channel * groups) / inputs)
    for (let filter = group * each; filter < (group + 1) * each; filter++)
      for (let place = 0; place < rows * columns; place++) spread[(place * filters + filter) * inputs + channel] = values[at++]!
  }
  return spread
}
