// Whether films begin with the same picture, looked up in the pixels themselves: the same seed alone does not promise it.
import { tilePixels } from '../../results/bitmaps.ts'
import { resultPictures } from '../../../src-shared/run/result-pictures.ts'
import type { Compared } from '../../../src-shared/run/compared-runs.ts'

export interface PixelCheck {
  same: boolean
  words: string
}

/** Compares the first frames of the first objective that all have a film of; null when there is none. */
export async function firstFrames(list: readonly Compared[]): Promise<PixelCheck | null> {
  const films = list.map(({ artifacts }) => resultPictures(artifacts).filter((one) => one.steps[0] === 0 && one.start === 0))
  const common = films[0]?.find((one) => films.every((others) => others.some(({ key }) => key === one.key)))
  if (!common) return null
  const frames = await Promise.all(
    films.map((others) => {
      const film = others.find(({ key }) => key === common.key)!
      return tilePixels(film.source, film.tiles, 0)
    }),
  )
  const [first] = frames
  const other = frames.findIndex((one) => one.width !== first!.width || one.data.some((value, at) => value !== first!.data[at]))
  return other < 0
    ? { same: true, words: 'The first frames are equal, pixel by pixel.' }
    : {
        same: false,
        words:
          `The first frames of ${list[0]!.letter} and ${list[other]!.letter} are still not equal: the start is drawn on a canvas ` +
          `whose size depends on the transforms.`,
      }
}
