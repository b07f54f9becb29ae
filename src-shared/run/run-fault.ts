// Why a run failed: a code that decides what can be done about it, and a message in prose for who reads it.
import { z } from 'zod'
import { FaultError, faultOf, faultSchema, invalid } from '../rpc/fault.ts'

const callCodes = faultSchema.options.map((one) => one.shape.code.value)
export const runFaultCode = z.enum([
  /** Those of any call: a recipe that cannot be carried out, a library that cannot be written, an engine that died, ... */
  ...callCodes,
  /** The loss of a training is no longer a number; the same recipe would end so again. */
  'not-finite',
  /** Of a version that recorded a sentence alone, or by a version that knows more. */
  'unknown',
])
export type RunFaultCode = z.output<typeof runFaultCode>
export const runFault = z.object({ code: runFaultCode, message: z.string() })
export type RunFault = z.output<typeof runFault>

/** The code that is meant; "unknown" for one of a later version. */
export const faultCode = (code: unknown): RunFaultCode => runFaultCode.safeParse(code).data ?? 'unknown'

// Sentences by which versions up to 0.1.0 ended a run, at their beginning or after the name of a part.
const sentences: [RunFaultCode, RegExp][] = [
  ['not-finite', /(^|: )The loss is no longer a number/],
  ['engine', /(^|: )The engine process /],
  ['storage', /(^|: )The disk (is full|answered)/],
  ['storage', /(^|: )(Another program is using the library|The library('s file| file| cannot be| could not be| answered))/],
]

/** What a version that recorded a sentence alone meant by it. */
export function faultOfSentence(message: string): RunFault {
  return { code: sentences.find(([, pattern]) => pattern.test(message))?.[0] ?? 'unknown', message }
}

const recorded = z.object({ code: z.unknown(), message: z.string() })
/** A fault as the library has it: as JSON, of versions up to 0.1.0 as the sentence alone. A code of a later version is "unknown". */
export function faultOfRecord(text: string): RunFault {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return faultOfSentence(text)
  }
  const { data } = recorded.safeParse(value)
  return data ? { code: faultCode(data.code), message: data.message } : faultOfSentence(text)
}

/** The fault of a run that ended by anything thrown; the reason of an `invalid` fault, where it has one, is its code. */
export function runFaultOf(error: unknown): RunFault {
  const fault = faultOf(error)
  const { message } = fault
  return { code: fault.code === 'invalid' && fault.reason !== undefined ? faultCode(fault.reason) : fault.code, message }
}

/** The same to be thrown again, as when a part takes its whole with it; `name` goes before the message. */
export function failedPart(name: string, fault: RunFault | null): FaultError {
  const message = `${name}: ${fault?.message ?? 'it failed'}`
  const code = callCodes.find((one) => one !== 'busy' && one === fault?.code)
  return code === undefined || code === 'busy' ? invalid(message, fault?.code) : new FaultError({ code, message })
}
