// Where a training stands, as one file: its weights, Adam's moments, the steps it has taken, and what its job noted.
import { z } from 'zod'
import { invalid } from '../rpc/fault.ts'
import { packBinary } from '../network/binary.ts'

export const trainingStateMedia = 'application/x-phosphene-training-state'

const header = z.object({ step: z.int().min(0), notes: z.record(z.string(), z.array(z.number())) })
export type TrainingStateHeader = z.output<typeof header>

/**
 * u32 header length (little endian), header as JSON padded to 4 bytes, then the arrays as float32: weights, first moments, second moments.
 */
export function encodeTrainingState({ step, notes }: TrainingStateHeader, arrays: readonly Float32Array[]): Uint8Array {
  return packBinary(JSON.stringify({ step, notes } satisfies TrainingStateHeader), arrays)
}

/** The header of a state and where its arrays begin. Throws `invalid` when the bytes are no state. */
export function trainingStateHeader(bytes: Uint8Array): { header: TrainingStateHeader; end: number } {
  const end = 4 + (bytes.length >= 4 ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) : Infinity)
  try {
    if (end <= bytes.length) return { header: header.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(4, end)))), end }
  } catch {
    /* Not JSON, or not what a header says. */
  }
  throw invalid('This is not the state of a training, or it is cut short. Start the training again from the beginning.')
}

/** What `encodeTrainingState` wrote, for arrays of these shapes. Throws `invalid` when it belongs to a network of another shape. */
export function decodeTrainingState(bytes: Uint8Array, shapes: readonly number[][]): { step: number; arrays: Float32Array[] } {
  const {
    header: { step },
    end,
  } = trainingStateHeader(bytes)
  const counts = shapes.map((shape) => shape.reduce((product, one) => product * one, 1))
  if (bytes.length - end !== 4 * counts.reduce((sum, one) => sum + one, 0)) {
    throw invalid('The state this training should continue from belongs to another network. Start the training again from the beginning.')
  }
  let at = end
  const arrays = counts.map((count) => {
    // A copy, since float32 must start at a multiple of four; not `slice`, which in a Node Buffer copies nothing.
    const one = new Float32Array(new Uint8Array(bytes.subarray(at, at + 4 * count)).buffer)
    at += 4 * count
    return one
  })
  return { step, arrays }
}
