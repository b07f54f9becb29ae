// Attacks on the lab, each for as many rounds as one likes: prints what was tried and what fell, and ends with 1 if anything fell. All of
// it on this machine and in folders of its own; nothing listens or asks beyond 127.0.0.1. Flags: --seed N, --rounds N, and names of
// attacks.
import { parseArgs } from 'node:util'
import { random } from '../../src-shared/math/random.ts'
import { removeFolders } from '../fixtures/library.ts'
import { archives } from './archives.ts'
import { connections } from './connections.ts'
import { frames } from './frames.ts'
import { kills } from './kills.ts'
import { memory } from './memory.ts'
import type { Attack } from './report.ts'
import { requests } from './requests.ts'

const attacks: Record<string, { attack: Attack; rounds: number }> = {
  requests: { attack: requests, rounds: 20_000 },
  frames: { attack: frames, rounds: 300 },
  archives: { attack: archives, rounds: 300 },
  connections: { attack: connections, rounds: 6 },
  memory: { attack: memory, rounds: 40 },
  kills: { attack: kills, rounds: 3 },
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { seed: { type: 'string' }, rounds: { type: 'string' } } })
const whole = (text: string | undefined, usual: number): number => {
  const value = Number(text ?? usual)
  if (!Number.isInteger(value) || value < 1 || value > 0xffff_ffff)
    throw new RangeError(`--seed and --rounds take a whole number from 1, not "${text}".`)
  return value
}
const seed = whole(values.seed, 1)
const names = positionals.length > 0 ? positionals : Object.keys(attacks)
let fell = 0
for (const name of names) {
  const one = Object.hasOwn(attacks, name) ? attacks[name] : undefined
  if (!one) throw new RangeError(`There is no attack called "${name}"; there are ${Object.keys(attacks).join(', ')}.`)
  const rounds = whole(values.rounds, one.rounds)
  const told: string[] = []
  const began = performance.now()
  console.log(`${name}: ${rounds} rounds, seed ${seed}`)
  try {
    const tried = await one.attack({
      rounds,
      random: random(seed, name),
      fell: (what) => {
        told.push(what)
      },
    })
    console.log(`  tried: ${tried}`)
  } catch (error) {
    told.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
  for (const what of told.slice(0, 20)) console.log(`  FELL: ${what}`)
  console.log(`  ${told.length === 0 ? 'nothing fell' : `${told.length} fell`}, ${((performance.now() - began) / 1000).toFixed(0)} s`)
  fell += told.length
}
removeFolders()
process.exitCode = fell > 0 ? 1 : 0
