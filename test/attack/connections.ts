// Floods of connections on loopback: silent, half a request, refused upgrades. The page still gets in, and no run fails for want of a
// descriptor.
import { connect as tcp, type Socket } from 'node:net'
import { doorLimits } from '../../src-main/app/browser/connections.ts'
import { listen } from '../../src-main/app/browser/loopback.ts'
import { carryOut, newFolder, openIn } from '../fixtures/library.ts'
import { tinyDataset } from '../fixtures/tiny-recipes.ts'
import { type Attack, below, oneOf } from './report.ts'

export const connections: Attack = async ({ rounds, random, fell }) => {
  const lab = await openIn(newFolder())
  const door = await listen({ site: async () => new Response('the page'), connected: (channel) => lab.connect(channel) })
  const { port, host } = new URL(door.url)
  let made = 0
  try {
    for (let round = 0; round < rounds; round++) {
      const words = oneOf(random, [
        '',
        'GET ',
        `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
        `POST /${'x'.repeat(43)}/ HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 9\r\n\r\n`,
      ])
      const held: Socket[] = []
      for (let at = 0; at < doorLimits.strangers + 50 + below(random, 100); at++) {
        const socket = tcp({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true })
        socket.on('error', () => {})
        if (words !== '') socket.write(words)
        held.push(socket)
        made++
      }
      const page = await fetch(door.url).then(
        (answer) => answer.text(),
        (error: unknown) => String(error),
      )
      if (page !== 'the page') fell(`among ${held.length} connections that say ${JSON.stringify(words)} the page got: ${page}`)
      const run = await carryOut(lab, tinyDataset(round + 1))
      if (run.state !== 'finished') fell(`a run beside them ended ${run.state}: ${run.fault?.message}`)
      for (const socket of held) socket.destroy()
    }
    return `${made} connections that show no key`
  } finally {
    await door.close()
    await lab.close()
  }
}
