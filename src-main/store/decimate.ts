// A curve with fewer points that looks the same.

export interface CurvePoint {
  step: number
  value: number
}

/**
 * At most `limit` points of a curve in rising order of step: the first, the last, and the smallest and largest of each of
 * (limit - 2) / 2 equally wide stretches between them, so that no peak is lost at that width. `limit` is at least 2; below 4 there is
 * room for the ends alone.
 */
export function decimate(points: readonly CurvePoint[], limit: number): CurvePoint[] {
  if (!Number.isInteger(limit) || limit < 2) throw new RangeError(`A curve is shown with 2 or more points, not ${limit}.`)
  const [first, last] = [points[0], points.at(-1)]
  if (points.length <= limit || !first || !last) return [...points]
  if (limit < 4) return [first, last]
  const stretches = Math.floor((limit - 2) / 2)
  const perStep = stretches / (last.step - first.step)
  const kept = [first]
  let [low, high] = [first, first]
  let stretch = -1
  const keep = () => {
    if (stretch < 0) return
    kept.push(low.step <= high.step ? low : high)
    if (low !== high) kept.push(low.step <= high.step ? high : low)
  }
  for (let at = 1; at < points.length - 1; at++) {
    const point = points[at]!
    const here = Math.min(stretches - 1, Math.floor((point.step - first.step) * perStep))
    if (here !== stretch) {
      keep()
      stretch = here
      low = high = point
    } else if (point.value < low.value) low = point
    else if (point.value > high.value) high = point
  }
  keep()
  kept.push(last)
  return kept
}
