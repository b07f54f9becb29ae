// What only rearranges, cuts, enlarges or joins what is there.
import { z } from 'zod'
import { size } from '../../../../../src-shared/network/layer-shapes.ts'
import type { Combine } from '../../../../../src-shared/network/operations/arithmetic.ts'
import { last, type Site, two } from '../site.ts'

const side = z.int().min(0).max(4096)
const around = z.union([
  side.transform((one): [number, number, number, number] => [one, one, one, one]),
  z.tuple([side, side]).transform(([down, across]): [number, number, number, number] => [down, down, across, across]),
  z
    .tuple([z.tuple([side, side]), z.tuple([side, side])])
    .transform(([[top, bottom], [left, right]]): [number, number, number, number] => [top, bottom, left, right]),
])

export function zeroPadding(site: Site): string {
  const { padding } = site.settings(z.looseObject({ padding: around, data_format: last }))
  return site.add({ op: 'pad', inputs: [site.inputs[0]!], pads: padding, mode: 'constant', value: 0 })
}

export function cropping(site: Site): string {
  const { cropping: cut } = site.settings(z.looseObject({ cropping: around, data_format: last }))
  const [top, bottom, left, right] = cut
  const [height = 0, width = 0, channels = 0] = site.shape
  if (height - top - bottom < 1 || width - left - right < 1) throw site.refused('cuts off all there is')
  const length = [height - top - bottom, width - left - right, channels]
  return site.add({ op: 'slice', inputs: [site.inputs[0]!], begin: [top, left, 0], length })
}

const interpolation = z.enum(['nearest', 'bilinear'])

export function upSampling(site: Site): string {
  const settings = site.settings(
    z.looseObject({ size: two.default([2, 2]), interpolation: interpolation.default('nearest'), data_format: last }),
  )
  const [height = 0, width = 0] = site.shape
  const sides: [number, number] = [height * settings.size[0], width * settings.size[1]]
  const common = { op: 'resize', inputs: [site.inputs[0]!] as [string], sides, rounding: 'floor' } as const
  if (settings.interpolation === 'nearest') return site.add({ ...common, method: 'nearest', places: 'origin' })
  // TensorFlow.js: resizeBilinear without halfPixelCenters.
  return site.add({ ...common, method: 'linear', places: site.writer === 'tensorflow.js' ? 'origin' : 'centers' })
}

export function resizing(site: Site): string {
  const settings = site.settings(
    z.looseObject({
      height: z.int().min(1).max(4096),
      width: z.int().min(1).max(4096),
      interpolation: interpolation.default('bilinear'),
      crop_to_aspect_ratio: z.boolean().nullish(),
      pad_to_aspect_ratio: z.boolean().nullish(),
      antialias: z.boolean().nullish(),
    }),
  )
  const [height = 0, width = 0] = site.shape
  if (settings.antialias) throw site.refused('smooths pictures while it resizes them (antialias), which is not read')
  if ((settings.crop_to_aspect_ratio || settings.pad_to_aspect_ratio) && height * settings.width !== width * settings.height)
    throw site.refused('cuts or fills pictures to another aspect while it resizes them, which is not read')
  const method = settings.interpolation === 'nearest' ? 'nearest' : 'linear'
  // TensorFlow.js aligns the corners here, unless told to crop.
  const places = site.writer === 'tensorflow.js' && !settings.crop_to_aspect_ratio ? 'corners' : 'centers'
  return site.add({
    op: 'resize',
    inputs: [site.inputs[0]!],
    sides: [settings.height, settings.width],
    method,
    places,
    rounding: 'half-up',
  })
}

export const flatten = (site: Site): string => site.add({ op: 'reshape', inputs: [site.inputs[0]!], shape: [size(site.shape)] })

export function reshape(site: Site): string {
  const { target_shape: target } = site.settings(z.looseObject({ target_shape: z.array(z.int().min(-1)).min(1).max(6) }))
  const known = target.filter((one) => one !== -1).reduce((product, one) => product * one, 1)
  const shape = target.map((one) => (one === -1 ? size(site.shape) / known : one))
  if (!shape.every((one) => Number.isInteger(one) && one > 0)) throw site.refused('makes a shape of a number of values that does not fit')
  return site.add({ op: 'reshape', inputs: [site.inputs[0]!], shape })
}

export function permute(site: Site): string {
  const { dims } = site.settings(z.looseObject({ dims: z.array(z.int().min(1).max(6)).min(1).max(6) }))
  return site.add({ op: 'transpose', inputs: [site.inputs[0]!], order: dims.map((one) => one - 1) })
}

export function concatenate(site: Site): string {
  const { axis } = site.settings(z.looseObject({ axis: z.int().default(-1) }))
  if (axis === 0) throw site.refused('joins pictures of a batch, which is not read')
  return join(site, (inputs) => site.add({ op: 'concat', inputs, axis: axis < 0 ? site.shape.length + axis : axis - 1 }))
}

function join(site: Site, add: (inputs: string[]) => string): string {
  return site.inputs.length === 1 ? site.inputs[0]! : add([...site.inputs])
}

/** Values joined number by number; a number in the place of one, as in x + 3, is an operation with a constant. */
export const combine =
  (by: Combine['by']) =>
  (site: Site): string => {
    const at = site.given.findIndex((one) => typeof one === 'number')
    if (at < 0) return join(site, (inputs) => site.add({ op: 'combine', inputs, by }))
    if (site.given.length !== 2 || site.inputs.length !== 1 || by === 'average')
      throw site.refused('joins values in a way that is not read')
    const number = site.given[at] as number
    const constant = site.weigh('number', { shape: [1], read: () => Float32Array.of(number) })
    return site.add({ op: 'constant', inputs: [site.inputs[0]!], by, constant, first: at === 0 })
  }
