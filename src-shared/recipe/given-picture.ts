// A picture that an objective is about: one of those that the network learnt from, or one that the library keeps.
import { z } from 'zod'
import type { FieldWords, KindForm } from './form/words.ts'
import { hash } from './hash.ts'

export const givenPicture = z.discriminatedUnion('kind', [
  /** By its number in the dataset of the network, over all splits, as rankings give it. */
  z.strictObject({ kind: z.literal('example'), index: z.int().min(0) }),
  /** By the bytes of its PNG; `tile` counts the pictures of the network's size that it holds, row by row, from 0. */
  z.strictObject({ kind: z.literal('kept'), picture: hash, tile: z.int().min(0).max(1_000_000).default(0) }),
])
export type GivenPicture = z.output<typeof givenPicture>

export const pictureForms: { readonly [K in GivenPicture['kind']]: KindForm } = {
  example: { label: 'From the dataset', fields: { index: { label: 'Number', help: 'Its place in the dataset, from 0.', initial: 0 } } },
  kept: {
    label: 'Kept in the library',
    fields: {
      picture: { label: 'Picture', names: 'picture' },
      tile: { label: 'Part', help: 'Where several stand side by side: which one, from 0.' },
    },
  },
}
export const pictureWords: FieldWords<GivenPicture> = { label: 'Picture', kinds: pictureForms }

/** Short and unique: "#12", "0a1b2c3d4e5f", "0a1b2c3d4e5f.3". */
export const givenKey = (one: GivenPicture): string =>
  one.kind === 'example' ? `#${one.index}` : `${one.picture.slice(0, 12)}${one.tile > 0 ? `.${one.tile}` : ''}`
/** "picture 12 of the dataset", "picture 0a1b2c3d4e5f…". */
export const givenName = (one: GivenPicture): string =>
  one.kind === 'example'
    ? `picture ${one.index.toLocaleString('en-US')} of the dataset`
    : `${one.tile > 0 ? `part ${one.tile + 1} of ` : ''}picture ${one.picture.slice(0, 12)}…`
