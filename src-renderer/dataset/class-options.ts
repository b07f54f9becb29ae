// The classes of a dataset as a list to choose from.
import { classesOf, classNameOf, type DatasetSpec, isShapes } from '../../src-shared/domains/dataset.ts'
import { classFactors, shapes } from '../../src-shared/domains/shapes/classes.ts'

/** Under the shapes where it is of shapes. */
export const classOptions = (dataset: DatasetSpec): { value: number; label: string; group?: string }[] =>
  classesOf(dataset).map((label) => ({
    value: label,
    label: classNameOf(dataset, label),
    ...(isShapes(dataset) ? { group: shapes[classFactors(label).shape]! } : {}),
  }))
