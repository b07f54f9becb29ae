// What is known of a network that is looked into before any number is computed: the pictures it takes, its taps, its classes.

/** A place in a network whose activation can be read. */
export interface Tap {
  /** What objectives call it; unique. "input" is the picture itself. */
  readonly name: string
  /** Without the batch: [height, width, channels], or [units] where there is no space. */
  readonly shape: readonly number[]
  /** Before or after the activation function of its layer; "only" where there is none. */
  readonly stage: 'before' | 'after' | 'only'
  /** The layer: its taps before and after the activation function share it. */
  readonly layer: string
  /** The function between the two taps of the layer, such as "relu"; null where the stage is "only". */
  readonly activation: string | null
  /** Whether the layer has weights of its own; false for the picture, and for what only rearranges. */
  readonly weighted: boolean
}

export interface NetworkInfo {
  /** The pictures it takes. */
  readonly input: {
    readonly height: number
    readonly width: number
    readonly channels: number
    /** What lies outside of a picture that is moved or turned, a number in [0, 1] for each channel. */
    readonly background: readonly number[]
  }
  /** In the order in which they come about; the first is "input". */
  readonly taps: readonly Tap[]
  /** Where the classes are told, before any softmax, and their names; null for a network without classes. */
  readonly classes: { readonly tap: string; readonly names: readonly string[] } | null
  /** Networks that stand beside it, by their hashes: their taps are among its own, by the names of `tapWithin`. None without it. */
  readonly others?: ReadonlyMap<string, NetworkInfo>
}

/** What a tap of a network is called where networks stand side by side. */
export const tapWithin = (network: string, tap: string): string => `${network.slice(0, 12)}:${tap}`

/** Shapes of all taps by name. The record has no prototype: a name from outside, such as "constructor", finds a tap or nothing. */
export function shapesOf({ taps }: NetworkInfo): Record<string, readonly number[]> {
  const shapes = Object.create(null) as Record<string, readonly number[]>
  for (const { name, shape } of taps) shapes[name] = shape
  return shapes
}

/** Place of the last of these taps among all of the network. Throws a RangeError that names what exists when one does not. */
export function deepest({ taps }: NetworkInfo, wanted: readonly string[]): number {
  return wanted.reduce((last, name) => {
    const at = taps.findIndex((tap) => tap.name === name)
    if (at < 0) throw new RangeError(`This network has no activation named "${name}". It has: ${taps.map((tap) => tap.name).join(', ')}.`)
    return Math.max(last, at)
  }, 0)
}

/** The tap where the classes are told. Throws a RangeError for a network without classes. */
export function classTap({ classes }: NetworkInfo): string {
  if (!classes) throw new RangeError('This network has no classes.')
  return classes.tap
}

/** What a class of the network is called; its number where it has no name. */
export const classNamer =
  ({ classes }: NetworkInfo) =>
  (index: number): string =>
    classes?.names[index] ?? String(index)

/** [height, width, channels] of the pictures it takes. */
export function pictureShape({ input }: NetworkInfo): [height: number, width: number, channels: number] {
  return [input.height, input.width, input.channels]
}
