// The network that is looked into, as the pages need it: its layers, its pictures, and what is known of where it comes from.
import { classNameOf } from '../../src-shared/domains/dataset.ts'
import type { PicturesDataset } from '../../src-shared/domains/pictures/settings.ts'
import { graphReceptiveField } from '../../src-shared/network/graph-receptive-field.ts'
import { datasetOf, type LookedInto } from '../../src-shared/network/model-file.ts'
import { modelInfo } from '../../src-shared/network/model-info.ts'
import { classNamer, type NetworkInfo } from '../../src-shared/network/network-info.ts'
import { type Field, receptiveField } from '../../src-shared/network/receptive-field.ts'
import type { PresetInput } from '../../src-shared/recipe/ascent-presets.ts'
import type { DatasetSpec } from '../../src-shared/recipe/recipe.ts'
import { type LayerInfo, layersOf } from './units.ts'

/** Pixels of the pictures a network takes. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

export interface Subject extends PictureSize {
  readonly header: LookedInto
  readonly info: NetworkInfo
  /** 3 for red, green and blue, 1 for grey. */
  readonly channels: number
  readonly layers: readonly LayerInfo[]
  /** The real pictures it is shown: those it learnt from or, of one that was brought, pictures that were brought too; null without. */
  readonly dataset: DatasetSpec | null
  /** What the presets of an ascent go by. */
  readonly input: PresetInput
  /** The name of one of its own classes. */
  classOf(index: number): string
  /** The name of a class of the real pictures: of one's own pictures their folder. */
  pictureClassOf(label: number): string
  /** The pixels that a place of a layer sees, within the picture (`seen`) and without its edge (`whole`). */
  fieldOf(layer: LayerInfo, x: number, y: number): { seen: Field; whole: Field }
}

/** `own`: pictures to show to a network that was brought. Throws a RangeError, in words, for one whose parts do not fit. */
export function subjectOf(header: LookedInto, own: PicturesDataset | null = null): Subject {
  const info = modelInfo(header)
  const { width, height, channels } = info.input
  const learnt = datasetOf(header)
  const fields =
    header.kind === 'imported'
      ? graphReceptiveField(header.graph, new Map(header.weights.map(({ name, shape }) => [name, shape])))
      : (tap: string, x: number, y: number) => receptiveField(header.architecture, tap, x, y)
  return {
    header,
    info,
    width,
    height,
    channels,
    layers: layersOf(header, info),
    dataset: learnt ?? own,
    input: { width, height, channels, ownDataset: learnt !== null },
    classOf: classNamer(info),
    pictureClassOf: learnt === null && own ? (label) => classNameOf(own, label) : classNamer(info),
    fieldOf: (layer, x, y) => fields(layer.name, x, y),
  }
}

/** Whether a generator of the lab could draw its pictures: squares in colour. */
export const drawable = ({ width, height, channels }: Subject): boolean => width === height && channels === 3
/** Why there is no generator for its pictures. */
export const noGenerator = (subject: Subject): string =>
  drawable(subject)
    ? `Needs a generator of ${subject.width} × ${subject.height} pixels, trained on pictures of this size`
    : `A generator draws squares in colour, and this network takes ${
        subject.channels === 1 ? 'grey pictures' : `${subject.width} × ${subject.height} pixels`
      }`

/** Said where a page would show real pictures of a network that was brought. */
export const noRealPictures =
  'The lab does not have the pictures that this network learnt from. Import a folder of pictures in its size on the Data page, and they ' +
  'are shown beside the made ones.'
