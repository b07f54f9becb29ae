// Two classifiers tested on the same pictures, picture by picture: which only one of them gets wrong, and whether that tells them apart.
// Pure.
import { count } from '../../text/format.ts'
import type { Confusion } from '../../../src-shared/run/confusion.ts'

/** A picture that at least one gets wrong; `here` and `there` are what the first and the second say of it. */
export interface Contested {
  index: number
  truth: number
  here: number
  there: number
}
export interface Apart {
  onlyHere: Contested[]
  onlyThere: Contested[]
  both: Contested[]
  tested: number
}

export function apart(a: Pick<Confusion, 'wrong' | 'count'>, b: Pick<Confusion, 'wrong'>): Apart {
  const [first, second] = [a, b].map(({ wrong }) => new Map(wrong.map((one) => [one.index, one]))) as [
    Map<number, Confusion['wrong'][number]>,
    Map<number, Confusion['wrong'][number]>,
  ]
  const all = [...new Set([...first.keys(), ...second.keys()])]
    .sort((x, y) => x - y)
    .map((index): Contested => {
      const truth = (first.get(index) ?? second.get(index))!.truth
      return { index, truth, here: first.get(index)?.said ?? truth, there: second.get(index)?.said ?? truth }
    })
  return {
    onlyHere: all.filter(({ truth, here, there }) => here !== truth && there === truth),
    onlyThere: all.filter(({ truth, here, there }) => here === truth && there !== truth),
    both: all.filter(({ truth, here, there }) => here !== truth && there !== truth),
    tested: a.count,
  }
}

/**
 * How likely two classifiers that are equally good differ by as much or more: the exact two-sided sign test on the pictures that only one
 * of them gets wrong (McNemar 1947). From 0 to 1; 1 without such pictures.
 */
export function signTest(onlyHere: number, onlyThere: number): number {
  const n = onlyHere + onlyThere
  let [log, sum] = [-n * Math.LN2, 0]
  for (let k = 0; k <= Math.min(onlyHere, onlyThere); k++) {
    sum += Math.exp(log)
    log += Math.log(n - k) - Math.log(k + 1)
  }
  return Math.min(1, 2 * sum)
}

/** `a` and `b` are the letters of the two. */
export function apartSentence(a: string, b: string, { onlyHere, onlyThere, both, tested }: Apart): string {
  const [here, there] = [onlyHere.length, onlyThere.length]
  const of = `Of the same ${count(tested, 'test picture')}`
  if (here + there + both.length === 0) return `${of}, neither gets one wrong.`
  if (here + there === 0) return `${of}, both get the same ${both.length} wrong.`
  const told =
    `${of}, ${a} alone gets ${here === 0 ? 'none' : here} wrong and ` +
    `${b} alone ${there === 0 ? 'none' : there}; ${both.length === 0 ? 'none is wrong for both' : `both get ${both.length} wrong`}.`
  if (here === there) return `${told} Neither is better on these pictures.`
  const [better, p] = [here < there ? a : b, signTest(here, there)]
  return p < 0.05
    ? `${told} ${better} is better: so large a difference is unlikely to be random (sign test, p ` +
        `${p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`}).`
    : `${told} A difference of this size may be random (sign test, p = ${p.toFixed(2)}).`
}
