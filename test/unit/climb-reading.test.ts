// What a climb came to, read from its numbers.
import { className } from '../../src-shared/domains/shapes/classes.ts'
import { expect, test } from 'vitest'
import { climbReading } from '../../src-renderer/pages/imagine/climb-reading.ts'

const green = { kind: 'logit' as const, class: 57 }
const channel = { kind: 'channel' as const, layer: 'conv3', channel: 5 }
const climbed = { score: 24.3, scoreFirst: -32.9, distance: 2.1, gradientNormFirst: 3, gradientNormLast: 1, steps: 256, dead: false }
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

test.each([
  [
    'another class, below real ones',
    { climbed, objective: green, said: { label: 58, probability: 0.973 }, bestReal: 40.6 },
    true,
    'It got stuck: the classifier calls this a red filled triangle (97 %).',
    'In 256 steps the logit went from −32.9 to 24.3. For the best real picture, the logit of green filled triangle is 40.6.',
  ],
  [
    'another class, above real ones',
    { climbed, objective: green, said: { label: 58, probability: 0.973 }, bestReal: 20 },
    true,
    'It got stuck: the classifier calls this a red filled triangle (97 %).',
    'In 256 steps the logit went from −32.9 to 24.3. For the best real picture, the logit of green filled triangle is 20. So a higher ' +
      'logit than that of any real picture is no proof of the class.',
  ],
  [
    'another class, real ones not known',
    { climbed, objective: green, said: { label: 58, probability: 0.999 }, bestReal: null },
    true,
    'It got stuck: the classifier calls this a red filled triangle (99.9 %).',
    'In 256 steps the logit went from −32.9 to 24.3.',
  ],
  [
    'the class, below real ones',
    { climbed, objective: green, said: { label: 57, probability: 0.9 }, bestReal: 40.6 },
    true,
    'It stopped short: the classifier calls this a green filled triangle (90 %), but real ones reach more.',
    'In 256 steps the logit went from −32.9 to 24.3. For the best real picture, the logit of green filled triangle is 40.6.',
  ],
  [
    'the class, above real ones',
    { climbed, objective: green, said: { label: 57, probability: 0.9 }, bestReal: 20 },
    false,
    'It arrived: the classifier calls this a green filled triangle (90 %).',
    'In 256 steps the logit went from −32.9 to 24.3. For the best real picture, the logit of green filled triangle is 20.',
  ],
  [
    'a channel, below real ones',
    { climbed, objective: channel, said: { label: 3, probability: 0.9 }, bestReal: 40.6 },
    true,
    'It stopped short of what real pictures reach.',
    'In 256 steps the activation went from −32.9 to 24.3. The best real picture has 40.6.',
  ],
  [
    'a channel, above real ones',
    { climbed, objective: channel, said: { label: 3, probability: 0.9 }, bestReal: 6.9 },
    false,
    'It reached more than any real picture tried.',
    'In 256 steps the activation went from −32.9 to 24.3. The best real picture has 6.90.',
  ],
  [
    'a channel, nothing known',
    { climbed, objective: channel, said: null, bestReal: null },
    false,
    'In 256 steps the activation went from −32.9 to 24.3.',
    '',
  ],
])('%s', (_, numbers, stuck, title, text) => {
  const read = climbReading({ ...numbers, nameOf: className })
  expect({ ...read, title: plain(read.title), text: plain(read.text) }).toEqual({ stuck, title, text })
})

test('one that stood still says so, whatever the classifier calls it', () => {
  const still = climbReading({
    climbed: { ...climbed, distance: 0.001 },
    objective: green,
    said: { label: 57, probability: 1 },
    bestReal: 1,
    nameOf: className,
  })
  expect(still).toMatchObject({ stuck: true, title: expect.stringMatching(/^Stuck: it moved/) })
})
