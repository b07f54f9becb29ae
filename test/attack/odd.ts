// Values that nobody expects, drawn by a seed.
import type { Random } from '../../src-shared/math/random.ts'
import { below, oneOf } from './report.ts'

const words = [
  '',
  '__proto__',
  'constructor',
  'toString',
  '$bytes',
  '\u0000',
  '\u001b[2J',
  '../../etc/passwd',
  'é'.normalize('NFD'),
  '\ud800',
  'conv3',
  'logits',
  'x'.repeat(5_000),
  '-1',
  'NaN',
  'f'.repeat(64),
  'DROP TABLE run;--',
  '<img src=x>',
]
const numbers = [0, -0, -1, 1, 1.5, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, -1e308, 5e-324]

export function oddValue(random: Random, depth = 0): unknown {
  switch (below(random, depth > 3 ? 5 : 8)) {
    case 0:
      return null
    case 1:
      return random.uniform() < 0.5
    case 2:
      return oneOf(random, numbers)
    case 3:
      return oneOf(random, words)
    case 4:
      return new Uint8Array(below(random, 40))
    case 5:
      return Array.from({ length: below(random, 5) }, () => oddValue(random, depth + 1))
    case 6:
      return Array.from({ length: below(random, 3) }, () => oneOf(random, numbers))
    default:
      return Object.fromEntries(
        Array.from({ length: below(random, 4) }, () => [oneOf(random, words).slice(0, 40), oddValue(random, depth + 1)]),
      )
  }
}

/** A copy in which one thing, somewhere, is something else. */
export function bent(value: unknown, random: Random): unknown {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array || random.uniform() < 0.15) return oddValue(random)
  if (Array.isArray(value)) {
    const at = below(random, value.length + 1)
    return [...value.slice(0, at), bent(value[at], random), ...value.slice(at + 1)]
  }
  const keys = Object.keys(value)
  const key = keys.length === 0 || random.uniform() < 0.1 ? oneOf(random, words).slice(0, 40) : oneOf(random, keys)
  if (random.uniform() < 0.1) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
  return Object.fromEntries([...Object.entries(value), [key, bent((value as Record<string, unknown>)[key], random)]])
}
