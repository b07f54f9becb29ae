// Mean |v|.
import { absolute, mean, type Penalty } from './kind.ts'

export const l1: Penalty = (image) => mean(absolute(image))
