// What the numbers of a unit's four pictures say together, as one sentence; and how to read a unit of its kind. Pure.
import { capital, listed } from '../../../src-shared/text/phrase.ts'
import { compact, percent, probability } from '../../text/format.ts'
import type { LayerInfo } from '../../visualization/units.ts'

/** A made picture, measured like the real ones. */
export interface Witness {
  /** In the middle of a sentence: "naive". */
  name: string
  /** Activation, by the measure of the page. */
  value: number
  /** Share of the votes (softmax, 0 to 1) that the unit's class gets; null for a unit that is no class. */
  share: number | null
  /** Likeness to the real pictures where it fires, a correlation; null where it is not known. */
  alike: number | null
  /** The yardstick of that likeness: the same with as many pictures taken at random, at the same places; null where it is not known. */
  unrelated: number | null
}
export interface Evidence {
  kind: LayerInfo['kind']
  /** "channel", "unit", "class". */
  word: string
  /** The class that the unit stands for. */
  className: string | null
  /** Whether made pictures were made to raise this very number: not where a climb raises a mean and one place is judged. */
  raised: boolean
  /** Highest activation of a real picture. */
  best: number
  bestShare: number | null
  /** Mean activation of pictures of random noise; null where it is not known. */
  noise: number | null
  /** "the test split" */
  from: string
  made: readonly Witness[]
}

/** From this share on the classifier calls a picture by a class rather than by all others together. */
const named = 0.5
/** A picture that was made to raise another number is held back only when it reaches less than this part of the best real one. */
const near = 0.5
/** Correlations from which pictures look alike, and below which they have little in common. */
const alike = 0.5
const apart = 0.2
/**
 * By so much a made picture must be more like the real ones that drive the unit than like any others, or the likeness says nothing of the
 * unit.
 */
const margin = 0.1
/** A picture that comes less than this part of the way from noise to the best real one is hardly better than noise. */
const above = 0.1

/** The one thing to conclude; the first that holds. */
export function conclusionOf(of: Evidence): string {
  const { kind, word, best, noise, made, from } = of
  if (kind !== 'logits' && best <= 0) {
    const fired = made.filter((one) => one.value > 0)
    const none = `No picture of ${from} gets this ${word} above zero, so no real picture shows what it looks for.`
    return fired.length === 0
      ? none
      : `${none} Only made ones do (${listed(fired.map((one) => `${one.name} ${compact(one.value)}`))}): they show what would drive ` +
          `it, not what it is used for.`
  }
  if (noise !== null && noise >= best) {
    return (
      `Random noise alone (${compact(noise)}) drives it as much as the best real picture ` +
      `(${compact(best)}) or more: a high ${kind === 'logits' ? 'logit' : 'activation'} is no evidence here.`
    )
  }
  if (made.length === 0) return 'Only real pictures so far. Visualize it, and see whether the made pictures agree with them.'
  return kind === 'logits' ? ofClass(of) : ofLooks(of)
}

function ofClass({ className, best, bestShare, made }: Evidence): string {
  const known = made.filter((one): one is Witness & { share: number } => one.share !== null)
  const all = [...(bestShare === null ? [] : [{ name: 'real', value: best, share: bestShare }]), ...known]
  const not = known.filter((one) => one.share < named)
  if (all.length === 0) return 'How the classifier votes on these pictures is not known.'
  if (bestShare !== null && bestShare < named)
    return (
      `Even its best real picture is called something else: ` +
      `${className} gets ${percent(bestShare)} of the votes. The network has not learnt this class well.`
    )
  if (not.length === 0)
    return (
      `${made.length === 1 ? 'Both agree' : `All ${numbers[all.length] ?? all.length} agree`}: the classifier calls each a ` +
      `${className} (${listed(all.map((one) => `${one.name} ${percent(one.share, 0)}`))}).`
    )
  const loud = not.filter((one) => one.value > best)
  const shares = not.map((one) => probability(one.share))
  const votes = shares.length > 1 && new Set(shares).size === 1 ? `${shares[0]} of the votes each` : `${listed(shares)} of the votes`
  const what =
    `The classifier does not call the ${listed(not.map((one) => one.name))} ` +
    `${not.length === 1 ? 'picture' : 'pictures'} a ${className} (${votes})`
  if (loud.length > 0) {
    const whose =
      loud.length === not.length
        ? loud.length === 1
          ? 'its logit is'
          : 'their logits are'
        : `the ${loud.length === 1 ? 'logit' : 'logits'} of ${listed(loud.map((one) => one.name))} ${loud.length === 1 ? 'is' : 'are'}`
    return `${what}, though ${whose} above every real picture’s (${compact(best)}): a high logit alone is no evidence.`
  }
  return `${what}: ${not.length === 1 ? 'the climb' : 'these climbs'} did not get there. Real ones reach ${compact(best)}.`
}

function ofLooks({ best, raised, noise, made }: Evidence): string {
  // What is hardly better than noise is no evidence of what drives it, however it looks.
  const idle = noise === null ? [] : made.filter((one) => one.value < noise + above * (best - noise))
  const stuck = made.filter((one) => !idle.includes(one) && one.value < (raised ? best : near * best))
  const good = made.filter((one) => !idle.includes(one) && !stuck.includes(one))
  const ignored =
    idle.length === 0
      ? ''
      : `${capital(valued(idle))} ${idle.length === 1 ? 'is' : 'are'} ` +
        `${idle.every((one) => one.value <= noise!) ? 'no' : 'hardly'} better than random noise ` +
        `(${compact(noise!)}): ignore ${idle.length === 1 ? 'it' : 'them'}.`
  if (good.length === 0) {
    const why = raised
      ? 'The climb got stuck, or a picture of its kind cannot do better; trust the real ones.'
      : 'They were made to raise the mean over the picture, not one place; trust the real ones.'
    return [
      `No made picture ${raised ? 'reaches' : 'comes close to'} the best real one ` +
        `(${compact(best)})${stuck.length === 0 ? '' : `: ${listed(stuck.map((one) => `${one.name} ${compact(one.value)}`))}`}.`,
      ignored,
      why,
    ]
      .filter(Boolean)
      .join(' ')
  }
  const less =
    stuck.length === 0
      ? ''
      : `${capital(valued(stuck))} ${stuck.length === 1 ? 'drives' : 'drive'} it ` +
        `${raised ? 'less than' : 'less than half as much as'} the best real picture (${compact(best)}).`
  return [ofAlike(good, best, good.length === made.length && made.length > 1), less, ignored].filter(Boolean).join(' ')
}

/** `all`: these are all the pictures that were made, and more than one. */
function ofAlike(made: readonly Witness[], best: number, all: boolean): string {
  const known = made.filter((one): one is Witness & { alike: number } => one.alike !== null)
  if (known.length === 0)
    return `Whether the made pictures look like real ones is for you to judge; the best real one reaches ${compact(best)}.`
  // One yardstick for all: the hardest.
  const others = known.flatMap((one) => (one.unrelated === null ? [] : [one.unrelated]))
  const telling = (one: Witness & { alike: number }): boolean => one.alike >= Math.max(-1, ...others) + margin || others.length === 0
  const yes = known.filter((one) => one.alike >= alike && telling(one))
  const no = known.filter((one) => one.alike < apart)
  const yardstick =
    others.length === 0
      ? ''
      : `; with pictures taken at random it is ${correlated(Math.max(...others))}${others.length > 1 ? ' at most' : ''}`
  const said = listed(known.map((one) => (known.length === 1 ? '' : `${one.name} `) + correlated(one.alike))) + yardstick
  const correlation = 'correlation with the most similar one'
  const names = capital(listed(known.map((one) => one.name)))
  if (yes.length === known.length)
    return (
      `${all ? (known.length === 2 ? 'Both made pictures' : 'All made pictures') : names} ` +
      `${known.length === 1 ? 'looks' : 'look'} like the real pictures where it fires ` +
      `(${correlation}: ${said}): good evidence for what they have in common.`
    )
  if (no.length === known.length)
    return (
      `Where it fires, ${
        all ? 'no made picture looks' : `${listed(known.map((one) => one.name))} ${known.length === 1 ? 'does' : 'do'} not look`
      } like a real one ` +
      `(${correlation}: ${said}), yet ${known.length === 1 ? 'it drives' : 'they drive'} it: it responds to something that real ` +
      `pictures do not show by itself.`
    )
  if (yes.length > 0)
    return (
      `${capital(listed(yes.map((one) => one.name)))} ${yes.length === 1 ? 'looks' : 'look'} like the real pictures where it ` +
      `fires, ${listed(known.filter((one) => !yes.includes(one)).map((one) => one.name))} less so ` +
      `(${correlation}: ${said}). Trust what they share.`
    )
  if (!known.some(telling))
    return (
      `Where it fires, ${known.length === 1 ? `${known[0]!.name} is` : `${listed(known.map((one) => one.name))} are`} hardly ` +
      `more like the real pictures that drive it than like any others (${correlation}: ${said}): how they look is no evidence here.`
    )
  return (
    `Where it fires, made and real pictures are only partly alike ` +
    `(${correlation}: ${said}). Trust what they share, and look at several starts under Variations.`
  )
}

/** How to read a unit of this kind. `field` is the share of the picture's width that one place of it sees. */
export function adviceOf(kind: LayerInfo['kind'], field: number): string {
  if (kind === 'logits')
    return 'For a class, real and generated pictures say most; a naive or robust one counts only if the classifier calls it by its class.'
  if (kind === 'dense' || field >= 1)
    return 'For a late unit, begin with the classes that drive it; made pictures often mix several of them.'
  return (
    'For an early channel, the outlined spots of real pictures and the robust picture say most; a generator can only draw whole ' +
    'figures.'
  )
}

const numbers: Record<number, string> = { 2: 'two', 3: 'three', 4: 'four' }
const correlated = (value: number): string => (Math.abs(value) < 0.005 ? '0.00' : value.toFixed(2).replace('-', '−'))
const valued = (made: readonly Witness[]): string => listed(made.map((one) => `${one.name} (${compact(one.value)})`))
