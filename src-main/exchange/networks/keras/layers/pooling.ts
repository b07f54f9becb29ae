// Pools of Keras.
import { z } from 'zod'
import { last, padding, type Site, two } from '../site.ts'
import { padsOf } from './convolution.ts'

const settingsOf = z.looseObject({ pool_size: two.default([2, 2]), strides: two.nullish(), padding, data_format: last })

export const pool =
  (mode: 'max' | 'average') =>
  (site: Site): string => {
    const settings = site.settings(settingsOf)
    const size = settings.pool_size
    const strides = settings.strides ?? size
    const [input] = site.inputs as [string]
    const pads = padsOf(site, input, size, strides, [1, 1], settings.padding)
    return site.add({ op: 'pool', inputs: [input], mode, size, strides, pads, countsPads: false })
  }

export const globalPool =
  (mode: 'max' | 'average') =>
  (site: Site): string => {
    const { keepdims } = site.settings(z.looseObject({ keepdims: z.boolean().nullish(), data_format: last }))
    return site.add({ op: 'global-pool', inputs: [site.inputs[0]!], mode, keeps: keepdims ?? false })
  }
