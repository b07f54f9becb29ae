// One table that says whether everything the lab stands on is there and works.
import { existsSync, readFileSync, statfsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { DoctorRow } from '../../src-shared/contract.ts'
import { environmentRows } from '../../src-shared/run/environment.ts'
import { faultOf } from '../../src-shared/rpc/fault.ts'
import type { Engine } from '../engine/client.ts'
import type { Store } from '../store/open.ts'
import { checkTemporaryFolder } from '../temporary-folder.ts'

const row = (name: string, ok: boolean, value: string, hint = ''): DoctorRow => ({ name, ok, value, hint: ok ? '' : hint })
/** The library and a paper-size run need this much, in bytes. */
const diskWanted = 1e9

/** Runs every check; none of them changes anything. `store` may be a fault's message when the library could not be opened. */
export async function doctor({
  store,
  interactive,
  folder,
}: {
  store: Store | string
  interactive: Engine
  folder: string
}): Promise<DoctorRow[]> {
  const major = Number(process.versions.node.split('.')[0])
  return [
    row(
      'Node',
      major >= 24,
      `${process.versions.node} (${process.platform} ${process.arch})`,
      'Phosphene needs Node 24: start it with "npm start", which downloads it.',
    ),
    ...(await tensorflow(interactive)),
    electron(),
    browser(),
    typeof store === 'string'
      ? row('Library', false, folder, store)
      : row('Library folder', store.readOnly === null, store.readOnly === null ? folder : `${folder}, read-only`, store.readOnly ?? ''),
    disk(folder),
    temporary(),
    ...(typeof store === 'string'
      ? [row('Database', false, 'not opened', store)]
      : [row('Library size', true, `${(store.size() / 1e6).toFixed(1)} MB`), database(store), records(store)]),
  ]
}

/** Whether TensorFlow computes, and on what: the same rows as a run's record has. */
async function tensorflow(interactive: Engine): Promise<DoctorRow[]> {
  try {
    const { product, environment } = await interactive.client().probe({})
    const right = product.length === 2 && product[0] === 17 && product[1] === 39
    const rows = environmentRows(environment).map(({ label, value }) =>
      row(
        label,
        true,
        value +
          (label === 'TensorFlow' && right ? ', computes correctly' : '') +
          (label === 'oneDNN' && environment.oneDnn === false ? ', so networks train more slowly' : ''),
      ),
    )
    return right
      ? rows
      : [
          ...rows,
          row('Computing', false, `TensorFlow computes wrongly: ${product.join(', ')}`, 'Remove node_modules and run "npm start" again.'),
        ]
  } catch (error) {
    return [
      row(
        'TensorFlow',
        false,
        `does not start: ${faultOf(error).message}`,
        'Run "npm run setup" and read what it says about libtensorflow.',
      ),
    ]
  }
}

function electron(): DoctorRow {
  if (process.versions['electron']) return row('Electron', true, process.versions['electron'])
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
    const path = join(folder, 'path.txt')
    const binary = existsSync(path) ? join(folder, 'dist', readFileSync(path, 'utf8').trim()) : ''
    if (binary !== '' && existsSync(binary)) return row('Electron', true, binary)
  } catch {
    /* the package itself is absent, which the row below says well enough */
  }
  return row('Electron', true, 'not needed: the lab is used in a browser (Electron’s program was not downloaded)')
}

function browser(): DoctorRow {
  const found = [
    process.env['CHROMIUM'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/firefox',
  ].find((path) => path !== undefined && path !== '' && existsSync(path))
  return row(
    'Browser',
    true,
    found ??
      (process.platform === 'linux' ? 'none found in the usual places; open the printed address in any browser' : 'the system’s own'),
  )
}

function disk(folder: string): DoctorRow {
  try {
    const { bavail, bsize } = statfsSync(folder)
    const free = bavail * bsize
    return row('Free disk', free > diskWanted, `${(free / 1e9).toFixed(1)} GB`, 'A paper-size run writes up to 100 MB; free some space.')
  } catch {
    return row('Free disk', false, 'not known', `The folder ${folder} cannot be read.`)
  }
}

function temporary(): DoctorRow {
  const { place, problem } = checkTemporaryFolder()
  return row('Temporary folder', problem === null, place, problem ?? '')
}

/** What lists leave out because its record is damaged or of another version; a run says so in its list. */
function records(store: Store): DoctorRow {
  const counts: [number, string, string][] = [
    [store.artifacts.unreadable(), 'result', 'results'],
    [store.saved.unreadable(), 'saved item', 'saved items'],
    [store.settings.unreadable(), 'setting', 'settings'],
  ]
  const found = counts.filter(([count]) => count > 0).map(([count, one, many]) => `${count} ${count === 1 ? one : many}`)
  const hint =
    'What is left out is kept as it is. A newer version may read it; if the library is damaged, a backup from before has it whole.'
  return row('Records', found.length === 0, found.length === 0 ? 'all can be read' : `${found.join(', ')} cannot be read`, hint)
}

function database(store: Store): DoctorRow {
  const problems = store.check()
  return row(
    'Database',
    problems.length === 0,
    problems.length === 0 ? 'no damage found' : problems.slice(0, 3).join('; '),
    'Export what still opens, then restart: the damaged file is set aside and a new one is started.',
  )
}
