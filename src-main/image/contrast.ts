// Contrast of 8-bit pictures: the standard deviation of all values about their mean, black 0 and white 1.

/** 0 of an even picture, 0.5 of one that is half black and half white. */
export function contrastOf(picture: Uint8Array): number {
  let [sum, squares] = [0, 0]
  for (const value of picture) {
    sum += value
    squares += value * value
  }
  const mean = sum / picture.length
  return Math.sqrt(Math.max(0, squares / picture.length - mean * mean)) / 255
}

/** Halvings of the interval of the gain: 0.0002 of it is left. */
const halvings = 20
/** The largest gain that is tried: a contrast of one grey level becomes all there is. */
const most = 255

/**
 * The picture stretched about its mean, or pressed towards it, until it has this contrast after clipping and rounding, to within half a
 * grey level; null where it cannot have it: an even picture has no contrast to stretch, and a mean near black or white leaves too little
 * room.
 */
export function atContrast(picture: Uint8Array, contrast: number): Uint8Array | null {
  const mean = picture.reduce((sum, one) => sum + one, 0) / picture.length
  const stretched = (gain: number): Uint8Array => picture.map((one) => Math.round(Math.min(255, Math.max(0, mean + gain * (one - mean)))))
  let [low, high] = [0, most]
  for (let halving = 0; halving < halvings; halving++) {
    const gain = (low + high) / 2
    if (contrastOf(stretched(gain)) < contrast) low = gain
    else high = gain
  }
  const out = stretched(high)
  return Math.abs(contrastOf(out) - contrast) < 0.5 / 255 ? out : null
}
