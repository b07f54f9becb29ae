// What is kept of an ascent while it climbs: the frames of its films, its gradients and distances; and the checkpoint that holds it all.
import type { GradientCause } from '../../../src-shared/run/dead-gradient.ts'
import { packBinary } from '../../../src-shared/network/binary.ts'
import type { CurveSums } from './ascent-curves.ts'
import { type Ascent, type AscentState, frameSteps, type StepReport } from '../../science/visualization/ascent.ts'
import type { AscentSpec } from '../../science/visualization/ascent-spec.ts'

/** Lists of numbers have one for each picture, in the order of the batch. */
export interface Track {
  /** Steps after which a frame was kept. */
  steps: number[]
  /** For each frame: all pictures one after the other, 8 bit, as the network is shown them without a transform. */
  frames: Uint8Array[]
  /** For each frame: distance from the start, and length of the gradient there (the last one is missing until a further step is taken). */
  distances: number[][]
  gradientNorms: number[][]
  gradientFirst: number[]
  gradientLast: number[]
  distanceLast: number[]
  /** The last step at which there was a gradient; -1 for never. */
  alive: number[]
}

export function newTrack({ starts, objectives }: Pick<AscentSpec, 'starts' | 'objectives'>): Track {
  const zeros = (): number[] => new Array<number>(starts * objectives.length).fill(0)
  const lists = { steps: [], frames: [], distances: [], gradientNorms: [] }
  return { ...lists, gradientFirst: zeros(), gradientLast: zeros(), distanceLast: zeros(), alive: zeros().map(() => -1) }
}

/** Adds a frame of the pictures as they are now. */
export function keepFrame(track: Track, step: number, pictures: Uint8Array): void {
  if (track.steps.at(-1) === step) return
  track.steps.push(step)
  track.frames.push(pictures)
  track.distances.push([...track.distanceLast])
}

/** Notes the report of the step that was taken from `step`. A gradient shorter than `deadBelow` moves nothing. */
export function noteStep(track: Track, step: number, report: StepReport, deadBelow: number): void {
  track.distanceLast = [...report.distance]
  if (report.gradientNorm === null) return
  track.gradientLast = [...report.gradientNorm]
  if (step === 0) track.gradientFirst = track.gradientLast
  if (track.steps.at(-1) === step) track.gradientNorms.push(track.gradientLast)
  report.gradientNorm.forEach((norm, at) => {
    if (norm >= deadBelow && norm < Infinity) track.alive[at] = step
  })
}

/** Takes one step, and a frame if one is due. `pictures` gives them as they are after it; `deadBelow` is the optimizer's. */
export function advance(ascent: Ascent, track: Track, due: ReadonlySet<number>, deadBelow: number, pictures: () => Uint8Array): StepReport {
  if (ascent.step === 0) keepFrame(track, 0, pictures())
  const step = ascent.step
  const report = ascent.advance()
  noteStep(track, step, report, deadBelow)
  if (due.has(ascent.step)) keepFrame(track, ascent.step, pictures())
  return report
}

export const framesDue = (steps: number, frames: number): ReadonlySet<number> => new Set(frameSteps(steps, frames))

/** How far a job has come: batches before `batch` are done and told; of that one, where it stands, or null at its start. */
export interface AscentCheckpoint {
  batch: number
  /**
   * Of a picture that no step moves: since which step, and why; `cause` also where the gradient is merely faint. Absent in old checkpoints.
   */
  outcomes: { key: string; start: number; score: number; dead: boolean; deadFrom?: number; cause?: GradientCause; at?: string }[]
  present: { state: AscentState; track: Track } | null
  /** Of an objective whose starts climb in several batches: its curves so far. */
  curves: CurveSums
}

interface CheckpointHeader {
  batch: number
  outcomes: AscentCheckpoint['outcomes']
  /** Absent in old checkpoints. */
  curves?: CurveSums
  present: boolean
  state: Omit<AscentState, 'arrays'>
  track: Omit<Track, 'frames'>
  /** Lengths of the arrays and of the frames that follow. */
  arrays: number[]
  frames: number[]
}

/** u32 header length (little endian), header as JSON padded to 4 bytes, the arrays as float32, the frames. */
export function writeCheckpoint({ batch, outcomes, present, curves }: AscentCheckpoint): Uint8Array {
  const { arrays = [], ...state } = present?.state ?? {}
  const { frames = [], ...track } = present?.track ?? {}
  const parts = [...arrays, ...frames]
  const lengths = { arrays: arrays.map((one) => one.length), frames: frames.map((one) => one.length) }
  const text = JSON.stringify({ batch, outcomes, curves, state, track, ...lengths, present: present !== null }, numbers)
  return packBinary(text, parts)
}

/** Reads what `writeCheckpoint` wrote. */
export function readCheckpoint(bytes: Uint8Array): AscentCheckpoint {
  let at = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, at)), revived) as CheckpointHeader
  const take = (length: number): Uint8Array<ArrayBuffer> => {
    at += length
    // A copy; not `slice`, which in a Node Buffer copies nothing.
    return new Uint8Array(bytes.subarray(at - length, at))
  }
  const arrays = header.arrays.map((length) => new Float32Array(take(4 * length).buffer))
  const frames = header.frames.map(take)
  const { batch, outcomes, state, track, curves = {} } = header
  return { batch, outcomes, curves, present: header.present ? { state: { ...state, arrays }, track: { ...track, frames } } : null }
}

// JSON has no infinities, and the best score is -Infinity before the first step and can be NaN after a step that went out of bounds.
const unwritable = ['Infinity', '-Infinity', 'NaN']
function numbers(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
}
function revived(_key: string, value: unknown): unknown {
  return typeof value === 'string' && unwritable.includes(value) ? Number(value) : value
}
