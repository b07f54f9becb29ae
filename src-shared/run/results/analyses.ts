// What the questions about a layer leave: drawn directions, pictures it cannot tell apart, and changes that it notices most and least.
import { z } from 'zod'
import { split } from '../../domains/splits.ts'
import { one, several, table } from './form.ts'

const png = 'image/png'
/** What the network says of a picture; null where it tells no classes. */
const told = z.object({ class: z.int(), probability: z.number() }).nullable()
/** Pictures of width x height pixels in rows of `columns`. */
const sheet = z.object({ layer: z.string(), columns: z.int().positive(), rows: z.int().positive(), width: z.int(), height: z.int() })
/**
 * Cosines of a drawn picture's mean activations: with the direction that it was drawn for, and on the mean with those of the others; and
 * whether its own is the nearest of all. Null where nothing was drawn.
 */
const drawn = { agreement: z.number().nullable(), others: z.number().nullable(), first: z.boolean().nullable() }
/** Means of all that were drawn; `first`: how many lie nearest to their own direction. */
const means = { agreement: z.number(), others: z.number(), first: z.int() }

/** The picture that a run asks about. */
const asked = one('picture', png, z.object({ told }))

export const gridResults = {
  summary: z.object({ places: z.int(), ...means }).partial(),
  artifacts: {
    picture: asked,
    grid: one('grid', png, sheet),
    /** Row by row. `strength`: length of the activations; 0 where none fires. `block`: places of the layer in one, [height, width]. */
    places: table(
      'places',
      z.object({ layer: z.string() }),
      z.object({ block: z.tuple([z.int(), z.int()]), places: z.array(z.object({ strength: z.number(), ...drawn })) }),
    ),
  },
}

const cell = z.object({
  row: z.int(),
  column: z.int(),
  /** Pictures in it. */
  count: z.int(),
  strength: z.number(),
  ...drawn,
  /** The classes that it raises most: by how much their logits fall when its places are silenced, and on the mean of all pictures. */
  classes: z.array(z.object({ class: z.int(), fall: z.number(), usual: z.number() })),
  /** The pictures whose activations there lie nearest to its direction, and where in the layer. */
  nearest: z.array(z.object({ index: z.int(), label: z.int(), x: z.int(), y: z.int(), cosine: z.number() })),
})
export type AtlasCell = z.output<typeof cell>
const atlasTable = z.object({
  split,
  /** Pictures looked at. */
  count: z.int(),
  /** Share of the variance along each axis of the map. */
  explained: z.tuple([z.number(), z.number()]),
  cells: z.array(cell),
})
export type AtlasTable = z.output<typeof atlasTable>
export const atlasResults = {
  summary: z.object({ cells: z.int(), pictures: z.int(), explained: z.number(), ...means }).partial(),
  artifacts: { atlas: one('atlas', png, sheet), cells: table('cells', z.object({ layer: z.string() }), atlasTable) },
}

export const metamersResults = {
  summary: z.object({ pictures: z.int(), distance: z.number(), shifted: z.number(), kept: z.int() }).partial(),
  artifacts: {
    picture: asked,
    metamer: several(
      'metamers',
      png,
      z.object({
        layer: z.string(),
        /** Distance of the layer's activations from those of the picture, over their length: at the end, and of the noise it began from. */
        distance: z.number(),
        first: z.number(),
        /** Root mean square of the difference of the pixels, where black is 0 and white is 1. */
        pixels: z.number(),
        told,
      }),
    ),
  },
}

const changes = ['most', 'least', 'random'] as const
export type ChangeName = (typeof changes)[number]
export const changeMeta = z.object({
  layer: z.string(),
  /** By how much the activations move for each unit of length that the pixels move, for very small changes: the length of Jv. */
  gain: z.number(),
  /** The same for a change of the recipe's size, over the length of the activations: how far they move. */
  moved: z.number(),
  told,
})
export const eigendistortionsResults = {
  summary: z
    .object({
      most: z.number(),
      least: z.number(),
      random: z.number(),
      /** Numbers of the layer and of the picture. */
      outputs: z.int(),
      inputs: z.int(),
      exact: z.boolean(),
    })
    .partial(),
  artifacts: {
    picture: asked,
    /** The change alone, on grey, as strong as can be shown. */
    change: several('changes', png, z.object({ layer: z.string() })),
    /** The picture with the change. */
    changed: several('changed', png, changeMeta),
  },
}
