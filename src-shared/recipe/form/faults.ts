// What is wrong with a value, by the setting that it is wrong with, in plain words.
import type { z } from 'zod'
import { type Path, pathText } from './path.ts'

/** A fault of one setting; `path` leads to it. */
export interface Fault {
  path: Path
  words: string
}
type Issue = z.core.$ZodIssue

/** The faults that a schema finds. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map((one) => (typeof one === 'symbol' ? String(one) : one))
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...path, key], words: `There is no setting “${key}” here.` }))
    return [{ path, words: wordsOf(issue) }]
  })
}
/** By the path as text: the first fault of each. */
export function faultsByPath(faults: readonly Fault[]): ReadonlyMap<string, string> {
  return new Map(faults.toReversed().map(({ path, words }) => [pathText(path), words]))
}

const types: Record<string, string> = {
  number: 'A number is needed here.',
  int: 'A whole number is needed here.',
  string: 'A text is needed here.',
  boolean: 'true or false is needed here.',
  array: 'A list is needed here.',
  tuple: 'Two numbers are needed here.',
  object: 'Settings in braces are needed here.',
}
const count = (value: number | bigint): string => value.toLocaleString('en-US', { maximumSignificantDigits: 17 })

function wordsOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.endsWith('received undefined') ? 'This is missing.' : (types[issue.expected] ?? sentence(issue.message))
    case 'too_small':
      if (issue.origin === 'array') return `At least ${count(issue.minimum)} ${issue.minimum === 1 ? 'is' : 'are'} needed.`
      if (issue.origin === 'string') return issue.minimum === 1 ? 'This is missing.' : 'This is too short.'
      return issue.inclusive === false ? `More than ${count(issue.minimum)}.` : `At least ${count(issue.minimum)}.`
    case 'too_big':
      if (issue.origin === 'array') return `At most ${count(issue.maximum)}.`
      if (issue.origin === 'string') return `At most ${count(issue.maximum)} letters.`
      return issue.inclusive === false ? `Less than ${count(issue.maximum)}.` : `At most ${count(issue.maximum)}.`
    case 'invalid_value':
      return `One of these is needed here: ${issue.values.map(String).join(', ')}.`
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? `There is no such kind. There are: ${issue.options.map(String).join(', ')}.`
        : 'Nothing of what can stand here fits this.'
    default:
      return sentence(issue.message)
  }
}
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
