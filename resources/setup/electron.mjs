// The window: Electron where it runs, else the browser.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from './failure.mjs'
import { digest, folderSize, get, put } from './files.mjs'
import { at, HERE, LAB, MACHINE, ROOT } from './places.mjs'
import { foreground, run, stopping } from './process.mjs'
import { prepare } from './step.mjs'

const ELECTRON = at('node_modules', 'electron')
const ELECTRON_DIST = process.env.ELECTRON_OVERRIDE_DIST_PATH || join(ELECTRON, 'dist')
const ELECTRON_FAILED = join(LAB, 'electron.json')
const DAY = 86_400_000
const electronVersion = () => JSON.parse(get(join(ELECTRON, 'package.json'))).version
const electronCommand = () => [join(ELECTRON_DIST, get(join(ELECTRON, 'path.txt'))), ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]

const electron = {
  name: 'electron',
  key: () => digest(electronVersion(), MACHINE),
  there: () => existsSync(join(ELECTRON, 'path.txt')) && existsSync(electronCommand()[0]),
  async run(line) {
    line.say(`Electron ${electronVersion()}`)
    const size = () => folderSize(ELECTRON_DIST)
    if (!electron.there()) await run([process.execPath, 'install.js'], { cwd: ELECTRON, line, size, stall: 30 })
    await run([...electronCommand(), '--version'], { stall: 15 })
  },
}

/** Why the window cannot be Electron's, or null. A failure is remembered for a day, so that a start does not wait for it again. */
async function whyNotElectron(retry) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display'
  const version = electronVersion(),
    failed = JSON.parse(get(ELECTRON_FAILED) || '{}')
  if (!retry && failed.version === version && Date.now() - failed.when < DAY) return failed.why
  try {
    await prepare([electron])
    return null
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const what = error.command.includes('install.js') ? 'could not be downloaded' : 'does not run here'
    const why = `Electron ${version} ${what} (${error.message}; npm start -- --retry tries again)`
    put(ELECTRON_FAILED, JSON.stringify({ version, when: Date.now(), why }))
    return why
  }
}

export async function start(args) {
  const rest = args.filter((word) => word !== '--retry')
  const browser = (reason) => {
    console.log(`Window: the browser, because ${reason}.`)
    return foreground([process.execPath, at('out', 'main', 'browser.js'), ...rest], { cwd: HERE })
  }
  const why = await whyNotElectron(rest.length < args.length)
  if (why) return browser(why)
  console.log(`Window: Electron ${electronVersion()}.`)
  const since = Date.now()
  const code = await foreground([...electronCommand(), ROOT, ...rest], { cwd: HERE, env: { ELECTRON_RUN_AS_NODE: undefined } })
  return code !== 0 && !stopping && Date.now() - since < 5000 ? browser(`Electron ended at once (code ${code})`) : code
}
