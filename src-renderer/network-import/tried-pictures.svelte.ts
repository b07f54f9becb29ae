// A few pictures that the network is asked about under each way of reading them.
import { drawRgb } from '../dataset/draw.ts'
import { lab } from '../lab/lab.svelte.ts'
import { resource } from '../lab/resource.svelte.ts'
import { rgbImage } from '../components/pictures/rgb.ts'
import { datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { networkImport } from './network-import.svelte.ts'
import { pictureBytes } from './picture-bytes.ts'
import { preprocessingOf, readingsFor } from './usual-readings.ts'

/** What a network says of one picture: the likeliest classes first. */
export type Said = { class: number; probability: number }[]
interface Tried {
  /** What the picture is called. */
  name: string
  /** Red, green and blue, or grey, at the size of the network. */
  bytes: Uint8Array
}

/** More tell no more, and a large network takes a while for each. */
export const mostTried = 3
/** Some of the lab's shapes, for who has no pictures at hand. */
const shapes = [12, 345, 2021]

export class TriedPictures {
  list: readonly Tried[] = $state.raw([])
  error: unknown = $state.raw(null)

  /** Asks about the first few of these files. */
  async take(files: readonly File[]): Promise<void> {
    await this.#put(files.slice(0, mostTried).map((file) => ({ name: file.name, source: file })))
  }
  async takeShapes(): Promise<void> {
    const dataset = datasetSettings.parse({})
    await this.#put(
      shapes.map((index) => ({ name: `shape ${index}`, source: rgbImage(drawRgb(dataset, index), dataset.size, dataset.size) })),
    )
  }
  async #put(sources: readonly { name: string; source: ImageBitmapSource }[]): Promise<void> {
    const input = networkImport.found?.input
    if (!input) return
    try {
      this.list = await Promise.all(
        sources.map(async ({ name, source }) => ({ name, bytes: await pictureBytes(source, input.width, input.height, input.channels) })),
      )
      this.error = null
    } catch (error) {
      this.error = error
    }
  }
  /** By reading, in the order of `readingsFor`, and by picture. */
  readonly answers = resource((signal) => {
    const { found, stage } = networkImport
    if (this.list.length === 0 || !found || stage === null) return null
    const each = this.list[0]!.bytes.length
    const pictures = new Uint8Array(each * this.list.length)
    for (const [at, { bytes }] of this.list.entries()) pictures.set(bytes, at * each)
    const wanted = readingsFor(found.input.channels).map(({ name }) => preprocessingOf(name, found.input.channels))
    return lab.client.tryNetwork({ stage, readings: wanted, pictures }, signal)
  })
  /** Mean of the highest probability over the pictures, of the reading at a place; null until it is known. */
  sureness(reading: number): number | null {
    const said = this.answers.value?.answers[reading]
    if (!said || said.length === 0) return null
    return said.reduce((sum, { top }) => sum + (top[0]?.probability ?? 0), 0) / said.length
  }
}
