// Bytes that no page sends, over a real socket: the lab closes that line or answers with a fault, and goes on answering the others.
import { once } from 'node:events'
import WebSocket from 'ws'
import { overSocket } from '../../src-renderer/lab/transports.ts'
import type { PageSocket } from '../../src-renderer/lab/transports.ts'
import { listen } from '../../src-main/app/browser/loopback.ts'
import { contract } from '../../src-shared/contract.ts'
import { connect } from '../../src-shared/rpc/rpc.ts'
import { encode } from '../../src-shared/rpc/wire.ts'
import { newFolder, openIn } from '../fixtures/library.ts'
import { oddValue } from './odd.ts'
import { type Attack, below, oneOf } from './report.ts'

const headed = (header: string, size?: number): Uint8Array => {
  const text = Buffer.from(header)
  const out = Buffer.alloc(4 + text.length)
  out.writeUInt32BE((size ?? text.length) >>> 0)
  text.copy(out, 4)
  return out
}

export const frames: Attack = async ({ rounds, random, fell }) => {
  const lab = await openIn(newFolder())
  const door = await listen({ site: lab.site, connected: (channel) => lab.connect(channel) })
  const socket = (): WebSocket => new WebSocket(new URL('rpc', door.url.replace('http', 'ws')), { origin: new URL(door.url).origin })
  const honest = connect(contract, overSocket(socket() as unknown as PageSocket))
  let [closed, kept] = [0, 0]
  const open = (id: number, input: unknown): Uint8Array => encode({ id, kind: 'open', name: 'getSetting', input })
  const makers: (() => Uint8Array[])[] = [
    () => [Uint8Array.from({ length: below(random, 200) }, () => below(random, 256))],
    () => [headed('['.repeat(1 + below(random, 200_000)))],
    () => [headed(`{"id":1,"kind":"open","name":"setSetting","input":{"key":"a","value":[${'[],'.repeat(below(random, 1_000_000))}[]]}}`)],
    () => [headed('{}', below(random, 2 ** 32))],
    () => [headed(`{"id":1,"kind":"item","value":{"$bytes":[0,${below(random, 2 ** 32)}]}}`)],
    () => Array.from({ length: 1 + below(random, 300) }, (_, at) => open(at + 1, { key: 'large' })),
    () => Array.from({ length: 5 }, () => open(below(random, 3), { key: 'a' })),
    () => {
      try {
        return [encode({ id: 1, kind: 'open', name: 'importRun', input: oddValue(random) })]
      } catch {
        return [new Uint8Array(4)]
      }
    },
    () => {
      const frame = open(1, { key: 'a' }).slice()
      frame[below(random, frame.length)] = below(random, 256)
      return [frame]
    },
  ]
  try {
    await honest.setSetting({ key: 'large', value: 'x'.repeat(2 ** 20 - 10) })
    for (let round = 0; round < rounds; round++) {
      const hostile = socket()
      hostile.on('error', () => {})
      await once(hostile, 'open')
      let gone = false
      hostile.on('close', () => {
        gone = true
      })
      for (const bytes of oneOf(random, makers)()) hostile.send(bytes)
      const began = performance.now()
      const { value } = await honest.getSetting({ key: 'a' })
      if (value !== null && typeof value !== 'object' && typeof value !== 'string') fell(`a setting became ${JSON.stringify(value)}`)
      // Not an assertion of speed: nobody is kept waiting for minutes by another's bytes.
      if (performance.now() - began > 30_000)
        fell(`round ${round}: an honest page waited ${((performance.now() - began) / 1000).toFixed(0)} s`)
      // An answer to a ping says that all before it was read, an end that it was too much.
      if (!gone) {
        const heard = Promise.race([once(hostile, 'pong'), once(hostile, 'close')])
        hostile.ping()
        await heard
      }
      if (gone) closed++
      else kept++
      hostile.terminate()
    }
    return `${rounds} lines, ${closed} closed by the lab, ${kept} answered`
  } finally {
    await door.close()
    await lab.close()
  }
}
