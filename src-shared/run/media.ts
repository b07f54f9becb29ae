// What a result of a run may be. The list is closed: whatever else a file from outside claims to hold is refused.
import { picturesIndexMedia } from '../domains/pictures/pictures-index.ts'
import { modelMedia } from '../network/model-file.ts'
import { trainingStateMedia } from './training-state.ts'

/** Media types that are sent as what they are; none of them can run a script. */
export const shownMedia = ['image/png', 'application/json', 'text/plain', 'text/csv'] as const
/** All media types of results; those that are not shown are downloads. */
export const artifactMedia = [...shownMedia, 'application/octet-stream', modelMedia, picturesIndexMedia, trainingStateMedia] as const
