// What every command has: its options, and one way to answer.
import type { Command } from 'commander'
import { tell, tellJson } from './output.ts'

/** The options of every command. */
export interface Common {
  json?: true
  library?: string
}

/** Prints one JSON document, or `words`; never both. */
export function print(options: Common, value: unknown, words: () => string): void {
  if (options.json) tellJson(value)
  else tell(words())
}

/** Adds a command: how it is called, with its arguments, and what it does in words. */
export type Verb = (usage: string, words: string) => Command
