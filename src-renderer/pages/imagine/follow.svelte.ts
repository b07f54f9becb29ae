// The picture that follows the dials, and what the classifier says of it.
import { afterFrame } from '../../components/after-frame.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { latest } from '../../lab/latest.ts'
import type { LatentSpace } from './space.svelte.ts'

/** Tiles under a dial. */
export const tilesPerDial = 7
/** Milliseconds between two questions to the classifier; the eye follows the picture, not the words. */
const answerInterval = 80
/** Milliseconds without a movement before the tiles under the dials are drawn anew. */
const idle = 200
/** The time from a movement to its picture on screen; `npm run bench:ui` reads these. */
export const latencyName = 'dial-to-picture'
const measuresKept = 1000

export interface Answer {
  logits: number[]
  probabilities: number[]
}
export interface Follow {
  /** RGB bytes, size x size x 3; null before the first answer. */
  readonly picture: Uint8Array | null
  readonly answer: Answer | null
  /** For each dial its tiles side by side in one list, as RGB bytes; null until they are there. */
  readonly tiles: Uint8Array[] | null
  readonly error: unknown
  retry(): void
}

/** Values of a dial's tiles: evenly over its range. */
export function tileValues(space: LatentSpace, dial: number): number[] {
  const [low, high] = space.range(dial)
  return Array.from({ length: tilesPerDial }, (_, at) => low + ((high - low) * at) / (tilesPerDial - 1))
}

/** Follows the dials for as long as the component that calls this is there. `classifier` is null when none fits. */
export function followDials(space: () => LatentSpace, classifier: () => string | null): Follow {
  let picture: Uint8Array | null = $state.raw(null)
  let answer: Answer | null = $state.raw(null)
  let tiles: Uint8Array[] | null = $state.raw(null)
  let error: unknown = $state.raw(null)
  let turn = $state(0)
  /** The classifier that gave the answer. */
  let asked: string | null = null

  $effect(() => {
    void lab.session
    void turn
    const { generator, header } = space()
    const model = classifier()
    const failed = (reason: unknown): void => {
      error = reason
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    let askedAt = 0
    const judge = latest(
      (pictures: Uint8Array) => lab.client.classify({ model: model!, pictures }),
      ({ logits, probabilities }) => {
        answer = { logits: logits[0]!, probabilities: probabilities[0]! }
      },
      failed,
    )
    function judgeSoon(): void {
      if (model === null || timer !== undefined) return
      timer = setTimeout(
        () => {
          timer = undefined
          askedAt = performance.now()
          if (picture) judge.ask(picture)
        },
        Math.max(0, answerInterval - (performance.now() - askedAt)),
      )
    }
    const paint = latest(
      ({ z }: { z: number[]; since: number }) => lab.client.decode({ generator, z: [z] }),
      ({ pictures }, { since }) => {
        picture = pictures
        error = null
        measure(since)
        judgeSoon()
      },
      failed,
    )
    const spread = latest(
      (z: number[]) =>
        lab.client.decode({ generator, z: z.flatMap((_, dial) => tileValues(space(), dial).map((value) => z.with(dial, value))) }),
      ({ pictures, size }) => {
        const each = size * size * 3 * tilesPerDial
        tiles = Array.from({ length: header.latent }, (_, dial) => pictures.subarray(dial * each, (dial + 1) * each))
      },
      failed,
    )
    if (model !== asked) answer = null
    asked = model

    let rest: ReturnType<typeof setTimeout> | undefined
    let first = true
    $effect(() => {
      const z = [...space().z]
      paint.ask({ z, since: performance.now() })
      clearTimeout(rest)
      rest = setTimeout(() => spread.ask(z), first ? 0 : idle)
      first = false
    })
    return () => {
      clearTimeout(timer)
      clearTimeout(rest)
      paint.close()
      judge.close()
      spread.close()
    }
  })
  return {
    get picture() {
      return picture
    },
    get answer() {
      return answer
    },
    get tiles() {
      return tiles
    },
    get error() {
      return error
    },
    retry() {
      error = null
      turn += 1
    },
  }
}

/** Notes the time until the picture is on screen. */
function measure(since: number): void {
  afterFrame(() => {
    if (performance.getEntriesByName(latencyName).length >= measuresKept) performance.clearMeasures(latencyName)
    performance.measure(latencyName, { start: since, end: performance.now() })
  })
}
