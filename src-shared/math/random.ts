// Seeded random numbers, the same on every engine, with named sub-streams.
//
// Generator: sfc32 ("small fast chaotic", 128 bits of state, Chris Doty-Humphrey, PractRand). It uses 32-bit additions and
// shifts only. A stream is named by a seed and any further numbers and words, so that picture i can be drawn without
// the pictures before it.
import { naturalLog } from './elementary.ts'

/** The four 32-bit words of a generator, as unsigned numbers; plain JSON. */
export type RandomState = [number, number, number, number]

// Written as numbers: the power operator is one of those that engines may round in their own way.
const two24 = 16_777_216
const two32 = 4_294_967_296

type Shuffleable = unknown[] | Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array

/** A generator. Every number drawn takes one 32-bit step, save `integer`, which seldom takes more. */
export class Random {
  readonly #words = new Int32Array(4)

  constructor(state: RandomState) {
    this.restore(state)
  }

  /** A whole number in [0, 2^32). */
  uint32(): number {
    const words = this.#words
    const a = words[0]!,
      b = words[1]!,
      c = words[2]!,
      counter = words[3]!
    const out = (a + b + counter) | 0
    words[0] = b ^ (b >>> 9)
    words[1] = (c + (c << 3)) | 0
    words[2] = (((c << 21) | (c >>> 11)) + out) | 0
    words[3] = (counter + 1) | 0
    return out >>> 0
  }

  /** A number in [0, 1), a multiple of 2^-32. */
  uniform(): number {
    return this.uint32() / two32
  }

  /** A number in [low, high); `low` when both are equal. */
  range(low: number, high: number): number {
    return low + (high - low) * this.uniform()
  }

  /** A whole number in [0, n), each equally likely. Throws a RangeError unless n is a whole number from 1 to 2^32. */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > two32) {
      throw new RangeError(`A random whole number needs a bound from 1 to 2^32, not ${n}.`)
    }
    // The last, incomplete run of n values would favour small results.
    const limit = two32 - (two32 % n)
    let drawn = this.uint32()
    while (drawn >= limit) drawn = this.uint32()
    return drawn % n
  }

  /** A number from the standard normal distribution, by its quantile function; |value| <= 6.34. */
  normal(): number {
    return normalQuantile((this.uint32() + 0.5) / two32)
  }

  /** Puts the list in random order (Fisher and Yates), in place, and returns it. */
  shuffle<L extends Shuffleable>(list: L): L {
    const items = list as unknown[]
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.integer(last + 1)
      const kept = items[last]
      items[last] = items[other]
      items[other] = kept
    }
    return list
  }

  /** Fills with numbers in [0, 1): those of `uniform`, cut to 24 bits so that none rounds up to 1. */
  fillUniform(out: Float32Array): Float32Array {
    const words = this.#words
    let a = words[0]!,
      b = words[1]!,
      c = words[2]!,
      counter = words[3]!
    for (let at = 0; at < out.length; at++) {
      const drawn = (a + b + counter) | 0
      a = b ^ (b >>> 9)
      b = (c + (c << 3)) | 0
      c = (((c << 21) | (c >>> 11)) + drawn) | 0
      counter = (counter + 1) | 0
      out[at] = (drawn >>> 8) / two24
    }
    words[0] = a
    words[1] = b
    words[2] = c
    words[3] = counter
    return out
  }

  /** Fills with numbers of `normal`, rounded to 32 bits. */
  fillNormal(out: Float32Array): Float32Array {
    for (let at = 0; at < out.length; at++) out[at] = this.normal()
    return out
  }

  /** Where the generator stands: `restore` continues with the same numbers. */
  state(): RandomState {
    const words = this.#words
    return [words[0]! >>> 0, words[1]! >>> 0, words[2]! >>> 0, words[3]! >>> 0]
  }

  /** Throws a RangeError for anything but four unsigned 32-bit numbers. */
  restore(state: RandomState): void {
    if (state.length !== 4 || !state.every((word) => Number.isInteger(word) && word >= 0 && word < two32)) {
      throw new RangeError('The state of a random generator is four whole numbers below 2^32; this one is damaged.')
    }
    this.#words.set(state.map((word) => word | 0))
  }
}

// Rounds between two words of a name and after the last. PractRand seeds sfc32 with 12 to 15 rounds in all.
const roundsPerWord = 4
const roundsAtEnd = 16

/** The generator of a stream. Its name is the seed (0 to 2^32 - 1) and any whole numbers from 0 to 2^53 - 1 and words. */
export function random(seed: number, ...stream: (number | string)[]): Random {
  if (!Number.isInteger(seed) || seed < 0 || seed >= two32) {
    throw new RangeError(`A seed is a whole number from 0 to ${two32 - 1}, not ${seed}.`)
  }
  const name = new Name()
  name.absorb(seed)
  for (const part of stream) {
    // A kind and a length go before each part, so that ('ab', 'c'), ('a', 'bc') and (1), ('1') name different streams.
    if (typeof part === 'string') {
      name.absorb(2)
      name.absorb(part.length)
      for (let at = 0; at < part.length; at++) name.absorb(part.charCodeAt(at))
    } else {
      if (!Number.isSafeInteger(part) || part < 0) {
        throw new RangeError(`A random stream is named by whole numbers from 0 and words, not by ${part}.`)
      }
      name.absorb(1)
      name.absorb(part % two32)
      name.absorb(Math.floor(part / two32))
    }
  }
  return new Random(name.state())
}

/** Mixes the words of a name into a state with rounds of the generator itself, which are invertible: no word is lost. */
class Name {
  readonly #generator = new Random([0x9e3779b9, 0x7f4a7c15, 0xf39cc060, 1])

  absorb(word: number): void {
    const [a, b, c, counter] = this.#generator.state()
    this.#generator.restore([(a ^ word) >>> 0, b, c, counter])
    for (let round = 0; round < roundsPerWord; round++) this.#generator.uint32()
  }

  state(): RandomState {
    for (let round = 0; round < roundsAtEnd; round++) this.#generator.uint32()
    return this.#generator.state()
  }
}

/**
 * The standard normal number below which a share p of the distribution lies, for 2^-33 <= p <= 1 - 2^-33; relative error about 1e-15.
 * Rational approximations of M. J. Wichura, algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477-484; its third one, for
 * p below 1.4e-11, is not needed here.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5
  if (q >= -0.425 && q <= 0.425) {
    const r = 0.180625 - q * q
    const above =
      ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r + 45921.953931549871457) * r +
        13731.693765509461125) *
        r +
        1971.5909503065514427) *
        r +
        133.14166789178437745) *
        r +
      3.387132872796366608
    const below =
      ((((((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r + 21213.794301586595867) * r +
        5394.1960214247511077) *
        r +
        687.1870074920579083) *
        r +
        42.313330701600911252) *
        r +
      1
    return (q * above) / below
  }
  const r = Math.sqrt(-naturalLog(q < 0 ? p : 1 - p)) - 1.6
  const above =
    ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r + 1.27045825245236838258) * r +
      3.64784832476320460504) *
      r +
      5.7694972214606914055) *
      r +
      4.6303378461565452959) *
      r +
    1.42343711074968357734
  const below =
    ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r + 0.14810397642748007459) * r +
      0.68976733498510000455) *
      r +
      1.6763848301838038494) *
      r +
      2.05319162663775882187) *
      r +
    1
  return q < 0 ? -above / below : above / below
}
