// The latent space of one generator: where its dials stand, how the dataset lies in it, and how far apart two points are.
import { z as schema } from 'zod'
import { choleskyFactor } from '../../../src-shared/math/gaussian.ts'
import { classIndex, colours, shapes, styles } from '../../../src-shared/domains/shapes/classes.ts'
import { isShapes } from '../../../src-shared/domains/dataset.ts'
import { indicesOfClass } from '../../../src-shared/domains/shapes/dataset.ts'
import type { GeneratorHeader } from '../../../src-shared/network/model-file.ts'
import { random } from '../../../src-shared/math/random.ts'
import { readRgb } from '../../dataset/draw.ts'
import { lab } from '../../lab/lab.svelte.ts'

const setting = 'imagine-dials'
/** The class that Home shows, too. */
const demonstrated = classIndex(shapes.indexOf('circle'), styles.indexOf('double'), colours.indexOf('rainbow'))
const kept = schema.object({ generator: schema.string(), z: schema.array(schema.number()) })
/** Milliseconds without a movement before the dials are written down. */
const patience = 600

export class LatentSpace {
  readonly generator: string
  readonly header: GeneratorHeader
  /** Where the dials stand. */
  z: number[] = $state.raw([])
  readonly #factor: number[][]
  #moved = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(generator: string, header: GeneratorHeader) {
    this.generator = generator
    this.header = header
    this.#factor = choleskyFactor(header.statistics.covariance)
    this.z = [...header.statistics.mean]
    // Where the dials stood is a convenience; without it they stand at the mean.
    this.#begin().catch(() => {})
  }
  /** The dials as they were left; the first time, at a picture of the dataset, since the mean of all pictures is none. */
  async #begin(): Promise<void> {
    const read = kept.safeParse((await lab.client.getSetting({ key: setting })).value)
    const known = read.success && read.data.generator === this.generator && read.data.z.length === this.latent
    const z = known ? read.data.z : (await lab.client.encode({ generator: this.generator, pictures: await this.#example() })).z[0]
    if (!this.#moved && z) this.z = z
  }
  /** RGB bytes of the first rainbow double circle, or of the first picture of a dataset without. */
  #example(): Promise<Uint8Array> {
    const { dataset } = this.header
    return readRgb(dataset, [isShapes(dataset) ? (indicesOfClass(dataset, demonstrated, 1)[0] ?? 0) : 0])
  }
  get latent(): number {
    return this.header.latent
  }
  get mean(): number[] {
    return this.header.statistics.mean
  }

  /** Sets all dials, or one of them. */
  move(z: readonly number[]): void {
    this.#moved = true
    this.z = [...z]
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      lab.client.setSetting({ key: setting, value: { generator: this.generator, z: this.z } }).catch(() => {})
    }, patience)
  }
  turn(dial: number, value: number): void {
    this.move(this.z.with(dial, value))
  }

  /** Ends of a dial: the smallest and largest value that the encoded training set has there. A dial that never moved gets some room. */
  range(dial: number): [number, number] {
    const low = this.header.statistics.low[dial]!
    const high = this.header.statistics.high[dial]!
    return high > low ? [low, high] : [low - 1, low + 1]
  }
  /** A point drawn from the normal distribution with the mean and covariance of the encoded training set: mean + L u. */
  draw(seed: number): number[] {
    const u = random(seed, 'surprise').fillNormal(new Float32Array(this.latent))
    return this.#factor.map((row, axis) => row.reduce((sum, weight, at) => sum + weight * u[at]!, this.mean[axis]!))
  }
  /** u with mean + L u = z, by forward substitution: the point in units of the dataset's own spread. */
  whitened(z: ArrayLike<number>, offset = 0): number[] {
    const u: number[] = []
    for (const [row, weights] of this.#factor.entries()) {
      let rest = z[offset + row]! - this.mean[row]!
      for (let at = 0; at < row; at++) rest -= weights[at]! * u[at]!
      u.push(weights[row] === 0 ? 0 : rest / weights[row]!)
    }
    return u
  }
  /** Mahalanobis distance: how far apart two points are, in standard deviations of the dataset in that direction. */
  distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
    const [u, v] = [this.whitened(a), this.whitened(b)]
    return Math.sqrt(u.reduce((sum, value, at) => sum + (value - v[at]!) ** 2, 0))
  }
  /** The picture of the dataset whose latent vector is nearest; `latents` is [n, latent]. */
  nearest(z: ArrayLike<number>, latents: Float32Array): { index: number; distance: number } {
    const [index] = this.nearestMany(z, latents, 1)
    return index ?? { index: 0, distance: Infinity }
  }
  /** The nearest ones, nearest first. */
  nearestMany(z: ArrayLike<number>, latents: Float32Array, most: number): { index: number; distance: number }[] {
    const { latent } = this
    const from = this.whitened(z)
    const count = latents.length / latent
    const squares = new Float32Array(count)
    const away = new Float64Array(latent)
    for (let index = 0; index < count; index++) {
      let sum = 0
      // L is lower triangular, so the whitened coordinates come one after the other.
      for (let row = 0; row < latent; row++) {
        const weights = this.#factor[row]!
        let rest = latents[index * latent + row]! - this.mean[row]!
        for (let at = 0; at < row; at++) rest -= weights[at]! * away[at]!
        away[row] = weights[row] === 0 ? 0 : rest / weights[row]!
        sum += (away[row]! - from[row]!) ** 2
      }
      squares[index] = sum
    }
    const best: number[] = []
    for (let index = 0; index < count; index++) {
      if (best.length === most && squares[index]! >= squares[best.at(-1)!]!) continue
      let at = best.length
      while (at > 0 && squares[best[at - 1]!]! > squares[index]!) at--
      best.splice(at, 0, index)
      if (best.length > most) best.pop()
    }
    return best.map((index) => ({ index, distance: Math.sqrt(squares[index]!) }))
  }
}
