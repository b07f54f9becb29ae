// A curve drawn so small that only its shape can be seen.

/**
 * The points of a polyline in a square of `side` units with `margin` around it, from [step, value] pairs in rising steps; both axes fill
 * the square, a level curve lies in the middle. Values that are no numbers are left out. Null for fewer than two points.
 */
export function sparkline(points: readonly (readonly [number, number])[], side: number, margin: number): string | null {
  const known = points.filter(([, value]) => Number.isFinite(value))
  const [first, last] = [known[0], known.at(-1)]
  if (!first || !last || first[0] === last[0]) return null
  const values = known.map(([, value]) => value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = side - 2 * margin
  const round = (value: number): number => Math.round(value * 10) / 10
  return known
    .map(([step, value]) =>
      [
        round(margin + (room * (step - first[0])) / (last[0] - first[0])),
        round(high === low ? side / 2 : margin + (room * (high - value)) / (high - low)),
      ].join(),
    )
    .join(' ')
}
