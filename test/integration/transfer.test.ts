// Files by URL: runs and reports go out in pieces and come in again, past the limit of a message, and a refusal is said in words.
import { randomBytes } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Loopback, listen } from '../../src-main/app/browser/loopback.ts'
import type { OpenLab } from '../../src-main/lab.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { exportPath, importPath, reportPath, sizeHeader } from '../../src-shared/run/transfer.ts'
import { frameLimit } from '../../src-shared/rpc/wire.ts'
import { sampleRun } from '../crash/store-sample.ts'
import { newFolder, openIn, removeFolders } from '../fixtures/library.ts'
import { packed } from '../fixtures/packed.ts'

const labs: { lab: OpenLab; door: Loopback; folder: string }[] = []
async function open(folder = newFolder()): Promise<(typeof labs)[number]> {
  const lab = await openIn(folder)
  const one = { lab, door: await listen({ site: lab.site, connected: (channel) => lab.connect(channel) }), folder }
  labs.push(one)
  return one
}
let here: (typeof labs)[number]
let there: (typeof labs)[number]
let large: Run
const parts = 7
beforeAll(async () => {
  here = await open()
  there = await open()
  large = sampleRun({ name: 'Gran «corrida» 円', progress: null })
  here.lab.store.runs.create(large)
  for (let at = 0; at < parts; at++)
    here.lab.store.artifacts.put(large.id, `latents ${at}`, 'application/octet-stream', randomBytes(10.5e6), {})
})
afterAll(async () => {
  for (const { lab, door } of labs) {
    await door.close()
    await lab.close()
  }
  removeFolders()
})

const at = ({ door }: { door: Loopback }, path: string): string => new URL(path, door.url).href
const send = (
  place: { door: Loopback },
  body: Uint8Array,
  headers: Record<string, string> = { origin: new URL(place.door.url).origin },
): Promise<Response> => fetch(at(place, importPath), { method: 'POST', body: body as Uint8Array<ArrayBuffer>, headers })
const leftovers = ({ folder }: { folder: string }): string[] => readdirSync(folder).filter((name) => name.endsWith('.part'))

test('a run larger than a message goes out and comes in whole, and nothing is left beside the library', async () => {
  const answer = await fetch(at(here, exportPath(large.id)))
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent('Gran-corrida-円.phosphene.zip')}`)
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox")
  const bytes = Buffer.from(await answer.arrayBuffer())
  expect(bytes.length).toBeGreaterThan(frameLimit)
  expect(Number(answer.headers.get(sizeHeader)) / bytes.length).toBeCloseTo(1, 2)
  const taken = await send(there, bytes)
  expect([taken.status, await taken.json()]).toEqual([200, { id: large.id, already: false }])
  expect(there.lab.store.runs.get(large.id)).toEqual({ ...large, origin: 'imported' })
  expect(there.lab.store.artifacts.of(large.id)).toEqual(here.lab.store.artifacts.of(large.id))
  expect(await (await send(there, bytes)).json()).toEqual({ id: large.id, already: true })
  expect(leftovers(there)).toEqual([])
})

test('a report is one page of the runs asked for, saved and never shown by the lab’s own origin', async () => {
  const other = sampleRun({ name: '<b>bold</b>', progress: null })
  here.lab.store.runs.create(other)
  here.lab.store.artifacts.put(other.id, 'wall', 'image/png', Buffer.from('abc'), {})
  const answer = await fetch(at(here, reportPath([other.id, large.id])))
  expect([answer.status, answer.headers.get('content-security-policy')]).toEqual([200, "default-src 'none'; sandbox"])
  const page = await answer.text()
  for (const words of ['Settings that differ', '&lt;b&gt;bold', '</html>']) expect(page).toContain(words)
  expect(page).not.toContain('<b>bold</b>')
  expect(await (await fetch(at(here, reportPath([other.id])))).text()).toContain('cannot be read: it is not a PNG')
})

test('what cannot be answered or taken is refused in words, and nothing is left of it', async () => {
  for (const [path, status] of [
    [exportPath('nobody'), 404],
    [reportPath(['nobody']), 404],
    [reportPath(Array.from({ length: 7 }, () => large.id)), 400],
    ['export/%ff', 400],
  ] as const) {
    const answer = await fetch(at(here, path))
    expect([path, answer.status]).toEqual([path, status])
    expect((await answer.json()) as object).toMatchObject({ message: expect.stringMatching(/\w \w/) })
  }
  const foreign = await send(there, Buffer.from('hello'))
  expect([foreign.status, await foreign.json()]).toEqual([
    200,
    { code: 'invalid', message: expect.stringContaining('Nothing was imported') },
  ])
  const bytes = await packed(large, here.lab.store)
  for (const [headers, status] of [
    [{}, 403],
    [{ origin: 'http://evil.test' }, 403],
  ] as const)
    expect((await send(there, bytes.subarray(0, 100), headers)).status).toBe(status)
  expect(
    (await fetch(at(there, exportPath(large.id)), { method: 'POST', body: 'x', headers: { origin: new URL(there.door.url).origin } }))
      .status,
  ).toBe(405)
  expect((await fetch(at(there, importPath))).status).toBe(404)
  expect(leftovers(there)).toEqual([])
})

/** Sends the head of an import that states a length, and `sent` of its bytes. */
function begin(place: { door: Loopback }, length: number, sent: Buffer) {
  const url = new URL(importPath, place.door.url)
  const request = httpRequest(url, { method: 'POST', agent: false, headers: { origin: url.origin, 'content-length': String(length) } })
  request.on('error', () => {
    /* it is cut off below */
  })
  request.write(sent)
  return request
}

test('a file that is too large, or that stops coming, is given up on', async () => {
  const words = await new Promise<string>((resolve, reject) => {
    begin(there, 5e9, Buffer.from('PK')).on('response', (message) => {
      let text = ''
      message
        .on('data', (piece) => {
          text += String(piece)
        })
        .on('end', () => resolve(text))
        .on('error', reject)
    })
  })
  expect(JSON.parse(words)).toEqual({ code: 'invalid', message: expect.stringContaining('larger than 2,048 MiB') })
  const stopped = begin(there, 1e6, randomBytes(1000))
  await expect.poll(() => leftovers(there).length).toBe(1)
  stopped.destroy()
  await expect.poll(() => leftovers(there)).toEqual([])
})

test('what an import left behind when the lab was killed is gone at the next start', async () => {
  const folder = newFolder()
  writeFileSync(join(folder, 'import-0.part'), 'half')
  const again = await open(folder)
  expect(leftovers(again)).toEqual([])
})
