// Mean v^2.
import { mean, type Penalty } from './kind.ts'

export const l2: Penalty = (image) => mean(image.square())
