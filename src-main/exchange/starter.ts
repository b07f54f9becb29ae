// The starter library: finished runs that ship with the lab, so that the first launch shows real results within seconds.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { faultOf } from '../../src-shared/rpc/fault.ts'
import type { Store } from '../store/open.ts'
import { unpackFile } from './unpacking.ts'

const folder = fileURLToPath(new URL('../../resources/starter', import.meta.url))

/** Puts the starter runs into a library that has not had them yet. Once deleted by the user they stay away. */
export async function addStarter(store: Store): Promise<void> {
  if (store.settings.get('starter-added') === true || !existsSync(folder)) return
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.phosphene.zip'))
    .sort()) {
    // A damaged gift must not keep anyone from the library.
    try {
      await unpackFile(join(folder, file), store, 'starter')
    } catch (error) {
      store.notices.push({ level: 'warning', code: 'starter', message: `${file}: ${faultOf(error).message}` })
    }
  }
  store.settings.put('starter-added', true)
}
