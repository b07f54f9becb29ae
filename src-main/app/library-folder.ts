// Where the library is when nobody says: the place that each system keeps for an application's data.
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { invalid } from '../../src-shared/rpc/fault.ts'

/** What was `given`, else PHOSPHENE_LIBRARY, or the system's folder for application data. */
export function libraryFolder(given?: string): string {
  if (given === '') throw invalid('--library takes the path of a folder.')
  if (given !== undefined) return resolve(given)
  const own = process.env['PHOSPHENE_LIBRARY']
  if (own !== undefined && own !== '') return resolve(own)
  if (process.platform === 'win32') return join(process.env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'), 'Phosphene')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Phosphene')
  return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'phosphene')
}
