// Pictures that a page sends in parts: what the page sends is what the lab takes, and a broken part costs nothing but the import.
import { expect, test } from 'vitest'
import { createPictureSessions } from '../../src-main/exchange/pictures/sessions.ts'
import { createEventBus } from '../../src-main/runs/event-bus.ts'
import { framing } from '../../src-shared/domains/pictures/settings.ts'
import { planOf, sendPictures } from '../../src-renderer/lab/import-pictures.ts'
import type { LabClient } from '../../src-renderer/lab/lab.svelte.ts'
import { readdirSync } from 'node:fs'
import { ownPicture } from '../fixtures/own-pictures.ts'
import { ownStore } from '../fixtures/own-store.ts'
import { faultOf } from '../fixtures/thrown-fault.ts'

const store = ownStore()
const sessions = createPictureSessions(
  store,
  createEventBus((run) => store.runs.networksOf(run)),
)
const small = framing.parse({ size: 16 })
const client = {
  beginPictures: sessions.begin,
  finishPictures: sessions.finish,
  cancelPictures: sessions.cancel,
} as unknown as LabClient
const arriving = (): string[] => readdirSync(store.folder).filter((name) => name.endsWith('.part'))
const post = (path: string, body: BodyInit | null): Promise<Response | undefined> =>
  sessions.take(path.replace(/^pictures\//, ''), new Request(`http://lab/${path}`, { method: 'POST', body }))
globalThis.fetch = (async (path: string, { body }: { body: Blob }) => post(path, await body.arrayBuffer())) as unknown as typeof fetch

const found = ['a', 'b'].flatMap((name, label) =>
  Array.from({ length: 40 }, (_, number) => ({
    path: `mine/${name}/${String(number).padStart(2, '0')}.png`,
    file: new File([ownPicture(label, number) as Uint8Array<ArrayBuffer>], 'x.png'),
  })),
)
const send = (files: typeof found, told: (done: number) => void = () => {}, signal = new AbortController().signal): Promise<string> =>
  sendPictures(client, files, { plan: planOf(files), framing: small, name: 'mine', signal, told: ({ done }) => told(done) })

test('a page sends a folder in parts, and it is one run', async () => {
  const done: number[] = []
  const id = await send(found, (now) => done.push(now))
  expect(done).toEqual([32, 64, 80])
  expect(store.runs.get(id)).toMatchObject({ name: 'mine', state: 'finished', summary: { count: 80, classes: 2 } })
  expect(arriving()).toEqual([])
})

test('one that is cancelled keeps nothing', async () => {
  const stop = new AbortController()
  const before = store.runs.counts().shown
  await expect(send(found, () => stop.abort(), stop.signal)).rejects.toThrow()
  expect(store.runs.counts().shown).toBe(before)
  expect(arriving()).toEqual([])
})

test('a part that lies about its files, or belongs to no import, is refused in words', async () => {
  const refused = async (id: string, body: BodyInit): Promise<string> =>
    ((await (await post(`pictures/${id}`, body))!.json()) as { message: string }).message
  const { id } = await sessions.begin({ framing: small, classes: [] })
  const part = (header: unknown, bytes = new Uint8Array(3)): Uint8Array<ArrayBuffer> => {
    const text = new TextEncoder().encode(JSON.stringify(header))
    const out = new Uint8Array(4 + text.length + bytes.length)
    new DataView(out.buffer).setUint32(0, text.length, true)
    out.set(text, 4)
    return out
  }
  for (const body of [
    new Uint8Array([1, 2]),
    new Uint8Array([255, 255, 255, 255, 0]),
    part('no list'),
    part([{ path: 'a.png', label: 0, size: 1e15 }]),
    part([{ path: 'a.png', label: 0, size: 2 }]),
    part([{ path: 'a.png', label: -1, size: 3 }]),
  ])
    expect(await refused(id, body)).toContain('did not arrive whole')
  expect(await refused(id, part([{ path: 'a.png', label: 3, size: 3 }]))).toContain('There is no class 3')
  expect(await refused('another', part([]))).toContain('This import of pictures is over')
  expect((await faultOf(sessions.finish({ id: 'another', name: 'x', outside: [] }))).code).toBe('missing')
  expect(arriving()).toEqual([])
})

test('imports that pages have left make room, and none outlives the lab', async () => {
  for (let at = 0; at < 6; at++) await sessions.begin({ framing: small, classes: [] })
  expect(arriving().length).toBe(4)
  await sessions.close()
  expect(arriving()).toEqual([])
})
