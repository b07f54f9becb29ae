// When a program that is told to end comes to an end, and when it leaves at once.
import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { onStop } from '../../src-main/app/stop-signals.ts'

function told(signals: [signal: string, at: number][]): string[] {
  const heard: string[] = []
  const source = new EventEmitter()
  let now = 0
  const deaf = onStop(
    () => heard.push('ask'),
    () => heard.push('leave'),
    { source, clock: () => now },
  )
  for (const [signal, at] of signals) {
    now = at
    source.emit(signal, signal)
  }
  deaf()
  source.emit('SIGINT', 'SIGINT')
  return heard
}

test('one Ctrl-C asks once, however many ways it comes', () => {
  expect(told([['SIGINT', 0]])).toEqual(['ask'])
  // From the terminal, from npm, and from setup.mjs as another signal, perhaps much later on a busy computer.
  expect(
    told([
      ['SIGINT', 0],
      ['SIGINT', 40],
      ['SIGTERM', 5000],
    ]),
  ).toEqual(['ask'])
  expect(
    told([
      ['SIGTERM', 0],
      ['SIGHUP', 9000],
    ]),
  ).toEqual(['ask'])
})

test('a second Ctrl-C leaves at once', () => {
  expect(
    told([
      ['SIGINT', 0],
      ['SIGINT', 1000],
    ]),
  ).toEqual(['ask', 'leave'])
  expect(
    told([
      ['SIGINT', 0],
      ['SIGTERM', 600],
      ['SIGINT', 4000],
    ]),
  ).toEqual(['ask', 'leave'])
})
