// Why a run failed is a code and a message, whoever recorded it: this version, an earlier one, a later one, or a file from elsewhere.
import { afterAll, expect, test } from 'vitest'
import { fromPacked, manifest, manifestFormat, manifestVersion, toPacked } from '../../src-main/exchange/manifest.ts'
import { engine, FaultError, internal, invalid, storage } from '../../src-shared/rpc/fault.ts'
import { failedPart, faultOfRecord, type RunFault, runFault, runFaultCode, runFaultOf } from '../../src-shared/run/run-fault.ts'
import { carryOut, newFolder, openIn, removeFolders } from '../fixtures/library.ts'
import { tinyAutoencoder } from '../fixtures/tiny-recipes.ts'

afterAll(removeFolders)

test.each([
  ['not-finite', 'The loss is no longer a number at step 57: the weights have grown out of bounds.'],
  ['not-finite', 'Autoencoder (ours): The loss is no longer a number at step 57: the weights have grown out of bounds.'],
  ['engine', 'The engine process ended (killed by SIGKILL). What was saved is safe.'],
  ['storage', 'The disk is full. What was recorded before is safe; this last change was not kept. (SQLITE_FULL)'],
  ['storage', "The library's file /a/library.sqlite was moved to /b while the lab had it open."],
  ['unknown', 'This recipe builds on 0123456789ab…, which is not in this library.'],
  ['unknown', ''],
  ['unknown', '{"message":"no JSON of ours"'],
  ['unknown', '[1]'],
  ['unknown', '{"message":"without a code"}'],
] as const)('a sentence of an old record is "%s": %s', (code, message) => {
  expect(faultOfRecord(message)).toEqual({ code, message })
})

test('every code comes back from its record; one of a later version is unknown, and its message is kept', () => {
  for (const code of runFaultCode.options) expect(faultOfRecord(JSON.stringify({ code, message: 'why' }))).toEqual({ code, message: 'why' })
  for (const code of ['telepathy', 7, null])
    expect(faultOfRecord(JSON.stringify({ code, message: 'why' }))).toEqual({ code: 'unknown', message: 'why' })
})

test('what ends a run gives its code, and a part gives it to its whole', () => {
  const ends: [unknown, RunFault['code']][] = [
    [engine('dead'), 'engine'],
    [storage('full'), 'storage'],
    [invalid('wrong'), 'invalid'],
    [invalid('away', 'not-finite'), 'not-finite'],
    [invalid('odd', 'telepathy'), 'unknown'],
    [internal('ours'), 'internal'],
    [new Error('nameless'), 'internal'],
  ]
  for (const [error, code] of ends) {
    const fault = runFaultOf(error)
    expect(runFault.parse(fault)).toEqual({ code, message: (error as Error).message })
    expect(runFaultOf(failedPart('Part 1', fault))).toEqual({ code, message: `Part 1: ${(error as Error).message}` })
  }
  expect(failedPart('Part 1', null)).toBeInstanceOf(FaultError)
})

test('a training that runs away says so by its code, in the library and in a file of runs, also one of an older version', async () => {
  const lab = await openIn(newFolder())
  try {
    const run = await carryOut(lab, tinyAutoencoder({ epochs: 100, batchSize: 4, learningRate: 1, output: 'linear' }))
    expect(run).toMatchObject({ state: 'failed', fault: { code: 'not-finite', message: expect.stringMatching(/^The loss is no longer/) } })
    const read = (entry: object): RunFault | null => {
      const file = { format: manifestFormat, version: manifestVersion, root: run.id, runs: [{ run: entry, artifacts: [], metrics: {} }] }
      return fromPacked(manifest.parse(file).runs[0]!.run).fault
    }
    const packed = toPacked(run)
    expect(packed.fault).toBe(run.fault!.message)
    expect(read(packed)).toEqual(run.fault)
    const { faultCode: _later, ...old } = packed
    expect(read(old)).toEqual(run.fault)
    expect(read({ ...packed, faultCode: 'telepathy' })).toEqual({ code: 'unknown', message: run.fault!.message })
  } finally {
    await lab.close()
  }
})
