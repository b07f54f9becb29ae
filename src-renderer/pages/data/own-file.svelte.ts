// A picture from the user's computer: read, cut to a square, and made as small as the classifier's own.
import { cropOf, groundOf, rgbOf, wholeZoom } from './crop.ts'
import type { Ground } from './ground.ts'

/** To be made while a component is made. `size`: width and height of the classifier's pictures, in pixels. */
export class OwnFile {
  picture: ImageBitmap | null = $state.raw(null)
  name = $state('')
  /** Why the last one could not be read; null where it could. */
  error: string | null = $state(null)
  /** How large the square is and where it is: 1 is the shorter side, places are shares of the room there is. */
  zoom = $state(1)
  across = $state(0.5)
  down = $state(0.5)
  invert = $state(false)
  /** What a transparent picture is laid on; null for one that is not. */
  ground: Ground | null = $state(null)
  readonly #size: () => number

  constructor(size: () => number) {
    this.#size = size
    $effect(() => () => this.picture?.close())
  }
  readonly crop = $derived.by(() =>
    this.picture ? cropOf(this.picture.width, this.picture.height, this.zoom, this.across, this.down) : null,
  )
  /** As the classifier sees it; null without a picture. */
  readonly rgb = $derived.by(() =>
    this.picture && this.crop ? rgbOf(this.picture, this.crop, this.#size(), this.ground ?? 'black', this.invert) : null,
  )

  /** Takes a file, if there is one and it can be read; answers whether it was taken. `called` is what it is named on the page. */
  async take(file: Blob | undefined, called: string): Promise<boolean> {
    if (!file) return false
    try {
      const next = await createImageBitmap(file)
      this.picture?.close()
      this.picture = next
      this.name = called
      this.ground = groundOf(next)
      this.error = null
      this.zoom = wholeZoom(next.width, next.height)
      this.across = 0.5
      this.down = 0.5
      return true
    } catch {
      this.error = `“${called}” could not be read as a picture. Nothing was changed; choose a PNG or JPEG file.`
      return false
    }
  }
}
