// Where an ascent moves: every kind there is.
import { z } from 'zod'
import { cppn } from './cppn.ts'
import { decoder } from './decoder.ts'
import { fourier } from './fourier.ts'
import type { ParameterizationKind } from './kind.ts'
import { laplacian } from './laplacian.ts'
import { maco } from './maco.ts'
import { pixels } from './pixels.ts'

export const parameterization = z.discriminatedUnion('kind', [
  pixels.schema,
  decoder.schema,
  fourier.schema,
  laplacian.schema,
  maco.schema,
  cppn.schema,
])
export type Parameterization = z.output<typeof parameterization>

export const parameterizations: { readonly [K in Parameterization['kind']]: ParameterizationKind<Extract<Parameterization, { kind: K }>> } =
  {
    pixels,
    decoder,
    fourier,
    laplacian,
    maco,
    cppn,
  }
export const spaceKind = (spec: Parameterization): ParameterizationKind<Parameterization> =>
  parameterizations[spec.kind] as ParameterizationKind<Parameterization>
