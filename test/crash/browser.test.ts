// The browser host is told to end while a job is at work: the job waits for the next time, and nothing is left behind.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { overSocket } from '../../src-main/transport/transports.ts'
import { contract } from '../../src-shared/contract.ts'
import { type Client, connect } from '../../src-shared/rpc/rpc.ts'
import { childrenOf, isAlive, newFolder, openIn, removeFolders } from '../fixtures/library.ts'
import { longClassifier } from '../fixtures/tiny-recipes.ts'

afterAll(removeFolders)

async function pageOf(url: string): Promise<Client<typeof contract>> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}rpc`, { origin: new URL(url).origin })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return connect(contract, overSocket(socket as Parameters<typeof overSocket>[0]))
}

test('SIGTERM pauses the job at work, ends the engine and leaves a sound library', async () => {
  const folder = newFolder()
  const entry = fileURLToPath(new URL('../../src-main/browser.ts', import.meta.url))
  const host = spawn(process.execPath, [entry, '--library', folder, '--no-open'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve) => host.on('close', resolve))
  let [out, words] = ['', '']
  host.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text
  })
  const url = await new Promise<string>((resolve) => {
    host.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
      const found = /http:\S+/.exec(out)
      if (found && out.includes('Ctrl-C')) resolve(found[0])
    })
  })
  const page = await pageOf(url)
  const { id } = await page.startRun({ recipe: longClassifier() })
  for await (const event of page.watch({ run: id })) if (event.type === 'metrics') break
  const engines = childrenOf(host.pid!)
  expect(engines.length).toBeGreaterThan(0)
  for (const pid of [host.pid!, ...engines]) process.kill(pid, 'SIGTERM')
  expect([await ended, words]).toEqual([0, ''])
  // Its own end and those of its engines are told one after the other.
  await expect.poll(() => engines.filter(isAlive)).toEqual([])

  const lab = await openIn(folder)
  try {
    expect(lab.store.check()).toEqual([])
    expect(lab.store.interrupted).toEqual([])
    expect((await lab.client.getRun({ id })).run.state).toBe('paused')
    await lab.client.resumeRun({ id })
    for await (const event of lab.client.watch({ run: id })) if (event.type === 'metrics') break
    await lab.client.cancelRun({ id })
    expect((await lab.ended(id)).state).toBe('cancelled')
  } finally {
    await lab.close()
  }
})
