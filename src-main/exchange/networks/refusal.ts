// A network that cannot become one of the lab's, in words.
import type { FaultError } from '../../../src-shared/rpc/fault.ts'
import { unreadable } from './kind.ts'

/** To be thrown when a file cannot become a network: `what` is wrong with it, as a clause; and what may help, as a sentence. */
export const refused = (what: string, help = 'Export the network again, or bring another file.'): FaultError =>
  unreadable(`This network cannot be imported: ${what}. ${help}`)
