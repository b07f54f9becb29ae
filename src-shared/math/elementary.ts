// Elementary functions that give the same bits on every engine.
//
// ECMAScript fixes + - * / and sqrt to the last bit but leaves Math.sin, Math.log and their kin to the engine, so a picture
// or a random number made with those could differ between Node and a browser. These use only the fixed operations.
// Truncated series after range reduction; absolute error below 1e-14 over the ranges named.

export const pi = 3.141592653589793
const halfPi = pi / 2
const ln2 = 0.6931471805599453
const sqrtHalf = 0.7071067811865476
const tanEighth = 0.4142135623730951

/** Taylor series of the sine, for |x| <= pi/4. */
function sineNearZero(x: number): number {
  const s = x * x
  return x * (1 - (s / 6) * (1 - (s / 20) * (1 - (s / 42) * (1 - (s / 72) * (1 - (s / 110) * (1 - (s / 156) * (1 - s / 210)))))))
}

/** Taylor series of the cosine, for |x| <= pi/4. */
function cosineNearZero(x: number): number {
  const s = x * x
  return 1 - (s / 2) * (1 - (s / 12) * (1 - (s / 30) * (1 - (s / 56) * (1 - (s / 90) * (1 - (s / 132) * (1 - s / 182))))))
}

/** Sine of an angle in radians; meant for |x| up to a few turns. */
export function sine(x: number): number {
  const quarter = Math.floor(x / halfPi + 0.5)
  const rest = x - quarter * halfPi
  const size = quarter % 2 === 0 ? sineNearZero(rest) : cosineNearZero(rest)
  const turn = ((quarter % 4) + 4) % 4
  return turn < 2 ? size : -size
}

/** Cosine of an angle in radians; meant for |x| up to a few turns. */
export function cosine(x: number): number {
  const quarter = Math.floor(x / halfPi + 0.5)
  const rest = x - quarter * halfPi
  const size = quarter % 2 === 0 ? cosineNearZero(rest) : sineNearZero(rest)
  const turn = ((quarter % 4) + 4) % 4
  return turn === 0 || turn === 3 ? size : -size
}

/** Arc tangent for 0 <= x <= 1. */
function arcTangentUnit(x: number): number {
  const shifted = x > tanEighth
  const t = shifted ? (x - 1) / (x + 1) : x
  const s = t * t
  let sum = 0
  for (let odd = 39; odd >= 1; odd -= 2) sum = 1 / odd - s * sum
  return (shifted ? pi / 4 : 0) + t * sum
}

/** Angle of the point (x, y) in radians, in [-pi, pi]; 0 at the origin. Arguments in the order of Math.atan2. */
export function arcTangent2(y: number, x: number): number {
  const ax = x < 0 ? -x : x
  const ay = y < 0 ? -y : y
  if (ax === 0 && ay === 0) return 0
  const first = ay <= ax ? arcTangentUnit(ay / ax) : halfPi - arcTangentUnit(ax / ay)
  const upper = x < 0 ? pi - first : first
  return y < 0 ? -upper : upper
}

/** Natural logarithm of a positive, finite number. */
export function naturalLog(x: number): number {
  if (!(x > 0) || x === Infinity) throw new RangeError(`The logarithm is taken of positive, finite numbers, not of ${x}.`)
  let mantissa = x
  let exponent = 0
  while (mantissa < 0.00390625) {
    mantissa *= 256
    exponent -= 8
  }
  while (mantissa > 256) {
    mantissa /= 256
    exponent += 8
  }
  while (mantissa < sqrtHalf) {
    mantissa *= 2
    exponent -= 1
  }
  while (mantissa > 2 * sqrtHalf) {
    mantissa /= 2
    exponent += 1
  }
  const t = (mantissa - 1) / (mantissa + 1)
  const s = t * t
  let sum = 0
  for (let odd = 21; odd >= 1; odd -= 2) sum = 1 / odd + s * sum
  return exponent * ln2 + 2 * t * sum
}
