// A network that cannot become one of the lab's, in words.
import type { FaultError } from '../../../src-shared/rpc/fault.ts'
import { unreadable } from './kind.ts'

const mostLetters = 300

/**
 * To be thrown when a file cannot become a network: `what` is wrong with it, as a clause that may have names of the file in it; and what
 * may help, as a sentence.
 */
export function refused(what: string, help = 'Export the network again, or bring another file.'): FaultError {
  const line = what.replace(/[^\P{C}]/gu, ' ')
  return unreadable(`This network cannot be imported: ${line.length > mostLetters ? `${line.slice(0, mostLetters)}...` : line}. ${help}`)
}
