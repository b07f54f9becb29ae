// The glossary: every standard term of the page, with the plain word for it and one line of help.
import { networkWords } from './glossary-networks.ts'
import { statisticsWords } from './glossary-statistics.ts'
import { trainingWords } from './glossary-training.ts'
import { visualizationWords } from './glossary-visualization.ts'

export type { Word } from './glossary-word.ts'

export const words = { ...networkWords, ...visualizationWords, ...trainingWords, ...statisticsWords }

export type WordId = keyof typeof words
