// The packages of the lockfile.
import { existsSync } from 'node:fs'
import { digest, get } from './files.mjs'
import { ABI, at } from './places.mjs'
import { run } from './process.mjs'
import { npm } from './tools.mjs'

/** Whether node_modules is what the lockfile says: npm writes its own hidden lockfile last, and each folder tells its version. */
function installedAsLocked() {
  try {
    const wanted = JSON.parse(get(at('package-lock.json'))).packages
    const found = JSON.parse(get(at('node_modules', '.package-lock.json'))).packages
    return Object.entries(wanted).every(
      ([path, { version, optional }]) =>
        path === '' || (!found[path] && optional) || JSON.parse(get(at(path, 'package.json'))).version === version,
    )
  } catch {
    return false
  }
}

export const packages = {
  name: 'packages',
  key: () => digest(get(at('package-lock.json')), ABI),
  there: () => existsSync(at('node_modules', '.package-lock.json')),
  async run(line) {
    line.say('npm ci')
    if (installedAsLocked()) return
    const paths = Object.keys(JSON.parse(get(at('package-lock.json'))).packages ?? {}).filter((path) => path !== '')
    const count = () => `${paths.filter((path) => existsSync(at(path, 'package.json'))).length} of ${paths.length} packages`
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund']
    await run(npm('ci', ...flags), { line, size: count })
  },
}
