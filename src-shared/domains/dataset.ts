// What a network learns from, whichever pictures these are: the shapes that the lab draws, or pictures that were brought.
import { z } from 'zod'
import { type PicturesDataset, picturesDataset } from './pictures/settings.ts'
import { classCount, className } from './shapes/classes.ts'
import { type DatasetSettings, datasetSettings } from './shapes/settings.ts'

/** As recipes and networks name it. The settings of shapes have no `kind`, as in libraries from before there were others. */
export const datasetSpec = z.discriminatedUnion('kind', [picturesDataset, datasetSettings])
export type DatasetSpec = z.output<typeof datasetSpec>

/** Whether its pictures are drawn by the lab, so that their factors are known exactly. */
export const isShapes = (dataset: DatasetSpec): dataset is DatasetSettings => dataset.kind !== 'pictures'
export const isPictures = (dataset: DatasetSpec): dataset is PicturesDataset => dataset.kind === 'pictures'

/** The numbers of the classes in use, rising; none where the pictures have no classes. */
export const classesOf = (dataset: DatasetSpec): readonly number[] =>
  isPictures(dataset) ? dataset.classNames.map((_, label) => label) : dataset.classes
/** What a class is called. */
export const classNameOf = (dataset: DatasetSpec, label: number): string =>
  isPictures(dataset) ? (dataset.classNames[label] ?? `class ${label}`) : className(label)

/** What one of its pictures is called: by its class, or by its number where there are no classes. */
export const pictureNameOf = (dataset: DatasetSpec, label: number, index: number): string =>
  isPictures(dataset) && dataset.classNames.length === 0 ? `picture ${index.toLocaleString('en-US')}` : classNameOf(dataset, label)

/** The classes that a network trained on it tells apart, by name, in the order of its answers: of the shapes all 60, in use or not. */
export const answersOf = (dataset: DatasetSpec): readonly string[] =>
  isPictures(dataset) ? dataset.classNames : Array.from({ length: classCount }, (_, label) => className(label))
/** A number that belongs to the dataset, for draws by lot among its pictures. */
export const seedOf = (dataset: DatasetSpec): number =>
  isPictures(dataset) ? Number.parseInt(dataset.index.slice(0, 8), 16) : dataset.seed

/** The pictures of a dataset in memory. Not to be changed: several may hold them. */
export interface LoadedDataset {
  /** [count, size, size, 3], RGB, 0 to 255. */
  images: Uint8Array
  /** [count], class numbers; 0 where there are no classes. */
  labels: Uint8Array | Uint16Array
  /** [count], places in `splits`. */
  split: Uint8Array
}
