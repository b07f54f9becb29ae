// An engine that cannot be started, or that died while nobody looked: a run ends in words or goes on, and the next one gets an engine
// again.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createEngine } from '../../src-main/engine/client.ts'
import type { Run } from '../../src-shared/run/run.ts'
import type { OpenLab } from '../../src-main/lab.ts'
import { FaultError } from '../../src-shared/rpc/fault.ts'
import { carryOut, childrenOf, newFolder, openIn, removeFolders } from '../fixtures/library.ts'
import { tinyClassifier, tinyDataset, tinySettings } from '../fixtures/tiny-recipes.ts'
import { drawDatasetPicture } from '../../src-shared/domains/shapes/dataset.ts'

let lab: OpenLab
beforeAll(async () => {
  lab = await openIn(newFolder())
})
afterAll(async () => {
  await lab.close()
  removeFolders()
})

/** Does something while Node finds its own program under another name. */
async function withProgram<T>(path: string, act: () => Promise<T>): Promise<T> {
  const own = process.execPath
  process.execPath = path
  try {
    return await act()
  } finally {
    process.execPath = own
  }
}

test.each([
  ['not there', '/no/such/program', 'ENOENT'],
  ['refused at once', 'no\0program', 'ERR_INVALID_ARG_VALUE'],
])('an engine whose program is %s ends its run in words, and the next run has one again', async (_, program, code) => {
  const failed = await withProgram(program, () => carryOut(lab, tinyDataset(3)))
  expect(failed).toMatchObject({
    state: 'failed',
    fault: {
      code: 'engine',
      message: expect.stringMatching(new RegExp(`^The engine process could not be started \\(${code}\\)\\. What was saved is safe\\.`)),
    },
  })
  expect((await lab.client.listRuns({ states: ['running', 'queued'] })).runs).toEqual([])
  await lab.client.resumeRun({ id: failed.id })
  expect((await lab.ended(failed.id)).state).toBe('finished')
  for (const pid of childrenOf(process.pid)) process.kill(pid, 'SIGKILL')
  await expect.poll(() => childrenOf(process.pid)).toEqual([])
})

test('without file descriptors each run ends in words, one that waits can be cancelled, and with some again all is as before', async () => {
  const entry = fileURLToPath(new URL('../fixtures/no-descriptors.ts', import.meta.url))
  const child = spawn('sh', ['-c', 'ulimit -n 160 && exec "$0" "$@"', process.execPath, entry, newFolder()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0)
  const ends = JSON.parse(out) as Pick<Run, 'state' | 'fault'>[]
  expect(ends).toHaveLength(10)
  expect(ends[0]).toMatchObject({
    state: 'failed',
    fault: { code: 'engine', message: expect.stringMatching(/could not be started \(EMFILE\)/) },
  })
  expect(ends[1]).toEqual({ state: 'cancelled', fault: null })
  for (const { state, fault } of ends.slice(2, 8)) {
    expect(['failed', 'finished']).toContain(state)
    if (state === 'failed') expect(fault?.message).toMatch(/^The engine process (could not be started|ended) \(/)
  }
  expect(ends.slice(8)).toEqual([
    { state: 'finished', fault: null },
    { state: 'finished', fault: null },
  ])
})

test('an engine killed while it waits, just before a run or a question, is started again for it', async () => {
  const trained = await carryOut(lab, tinyClassifier())
  const model = lab.store.artifacts.find(trained.id, 'model')!.hash
  const pictures = new Uint8Array(768)
  drawDatasetPicture(tinySettings(), 0, pictures, 0, 3)
  const before = await lab.client.classify({ model, pictures })
  for (let seed = 10; seed < 12; seed++) {
    for (const pid of childrenOf(process.pid)) process.kill(pid, 'SIGKILL')
    const [run, answer] = await Promise.all([carryOut(lab, tinyDataset(seed)), lab.client.classify({ model, pictures })])
    expect([run.state, run.fault]).toEqual(['finished', null])
    expect(answer).toEqual(before)
  }
})

test('one that dies at each start fails the run after the second', async () => {
  const starts: string[] = []
  const engine = createEngine({ nice: 0, entry: new URL('../fixtures/stillborn-engine.ts', import.meta.url) })
  const error: unknown = await engine
    .run({ recipe: tinyDataset(), blobs: {}, checkpoint: null }, (event) => starts.push(event.type))
    .catch((reason: unknown) => reason)
  engine.close()
  expect(error).toBeInstanceOf(FaultError)
  expect((error as FaultError).message).toMatch(/^The engine process ended \(exit code 7\)\. .* Its last output: not today$/)
  expect(starts).toEqual([])
})
