// What stands before the sigmoid and the mixing of colours, for a picture to begin with.
import { type ColourMatrix, inverted } from '../colour.ts'

/** As near to black and white as a picture begins: a sigmoid never reaches them, and has no slope to leave them by. */
const nearest = 0.02

/** The numbers that `mixColours` and a sigmoid turn into this picture [height, width, channels] of values in [0, 1]. */
export function unmixed(picture: Float32Array, channels: number, colours: ColourMatrix | null): Float32Array {
  const logits = picture.map((one) => {
    const value = Math.min(1 - nearest, Math.max(nearest, one))
    return Math.log(value / (1 - value))
  })
  if (!colours) return logits
  const back = inverted(colours)
  return logits.map((_, at) => {
    const [first, row] = [at - (at % channels), back[at % channels]!]
    return row.reduce((sum, weight, channel) => sum + weight * logits[first + channel]!, 0)
  })
}
