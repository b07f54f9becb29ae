// How many pictures one ascent makes at most.

/** Pictures of one ascent at most: an objective from each of its starts. */
const ascentPictures = 2048
export const fewEnough = ({ objectives, starts }: { objectives: readonly unknown[]; starts: number }): boolean =>
  objectives.length * starts <= ascentPictures
export const fewEnoughMessage = {
  // Each picture has a record of its own and its film's, and one answer carries all of them.
  message: `objectives times starts is at most ${ascentPictures.toLocaleString('en-US')} pictures; ask for fewer, or in several runs`,
  path: ['starts'],
}
