// Laws of the sentence beside an objective's pictures: numbers in, conclusion out.
import { expect, test } from 'vitest'
import { type Scored, scoreReading } from '../../src-renderer/pages/objective/score-reading.ts'

const [naive, robust] = ['Naive', 'Robust']
const made = (...scores: [string, number][]): Scored[] => scores.map(([name, score]) => ({ name, score }))

test.each<[string, Parameters<typeof scoreReading>[0], RegExp | null]>([
  ['nothing made', { best: 5, noise: null, made: [] }, null],
  ['no yardstick yet', { best: null, noise: 1, made: made([naive, 9]) }, /^Find the real pictures/],
  [
    'noise as good as real pictures',
    { best: 5, noise: 5, made: made([naive, 9]) },
    /^Random noise alone scores 5, no less than the best real picture \(5\): a high score is no evidence/,
  ],
  [
    'above the data',
    { best: 5, noise: 1, made: made([naive, 9], [robust, 8]) },
    /^Naive \(9\) and Robust \(8\) score more than the best real picture \(5\): they ask for more/,
  ],
  [
    'one above, one between',
    { best: 5, noise: 1, made: made([naive, 9], [robust, 3]) },
    /^Naive \(9\) scores more than .* Robust \(3\) lies between random noise \(1\) and the best real picture \(5\)\.$/,
  ],
  [
    'hardly better than noise',
    { best: 5, noise: 1, made: made([naive, 1.3]) },
    /^Naive \(1\.3\) is no better, or hardly better, than random noise \(1\)/,
  ],
  ['worse than noise', { best: 5, noise: 1, made: made([naive, -2]) }, /^Naive \(−2\) is no better, or hardly better, than random noise/],
  [
    'no picture that began as noise',
    { best: 5, noise: null, made: made(['Generated (climb)', 4]) },
    /^Generated \(climb\) \(4\) scores less than the best real picture \(5\)\.$/,
  ],
])('%s', (_name, given, expected) => {
  const said = scoreReading(given)
  if (expected === null) expect(said).toBeNull()
  else expect(said).toMatch(expected)
})
test('a picture is spoken of once, whatever the numbers', () => {
  for (const score of [-3, 0, 1.39, 1.41, 5, 5.01])
    expect(scoreReading({ best: 5, noise: 1, made: made([naive, score]) })!.split('Naive').length).toBe(2)
})
