// What an import says of files that it left out.
import type { z } from 'zod'
import type { ownPicturesResults } from '../../../src-shared/run/results/own-pictures.ts'
import type { Run } from '../../../src-shared/run/run.ts'

/** Files of each kind that are named; the others are counted. */
const few = 3

const files = (n: number): string => (n === 1 ? '1 file' : `${n.toLocaleString('en-US')} files`)
const listed = (all: number, names: readonly string[]): string =>
  names.slice(0, few).join(', ') + (all > few ? ` and ${(all - few).toLocaleString('en-US')} more` : '')

/** A notice for each kind of file that there is; `named` holds at least the first few of each. */
export function leftOutNotices(
  { duplicates, unreadable, outside }: { duplicates: number; unreadable: number; outside: number },
  named: z.output<typeof ownPicturesResults.artifacts.leftOut.table>,
): Run['notices'] {
  const notices: Run['notices'] = []
  if (unreadable > 0) {
    const why = named.unreadable.map((one) => `${one.path} (${one.why})`)
    const message = `${files(unreadable)} could not be read: ${listed(unreadable, why)}.`
    notices.push({ level: 'warning', code: 'unreadable-pictures', message })
  }
  if (outside > 0) {
    const belong = outside === 1 ? 'belongs to no class and was' : 'belong to no class and were'
    const message = `${files(outside)} beside the folders of the classes ${belong} left out: ${listed(outside, named.outside)}.`
    notices.push({ level: 'warning', code: 'pictures-outside', message })
  }
  if (duplicates > 0) {
    const same = named.duplicates.map((one) => `${one.path} (same as ${one.of})`)
    const show = duplicates === 1 ? 'shows' : 'show'
    const message = `${files(duplicates)} ${show} a picture that is there already: ${listed(duplicates, same)}.`
    notices.push({ level: 'info', code: 'duplicate-pictures', message })
  }
  return notices
}
