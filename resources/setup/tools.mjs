// Programs the steps call: those on PATH, those of the system’s packages, and npm.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { AGAIN, Failure, Stopped } from './failure.mjs'
import { run } from './process.mjs'

/** Where a program is, or undefined. */
export function onPath(name) {
  return process.env.PATH.split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))
}

/** Installs system packages where we may (root with apt), else says how. */
export async function systemPackages(names, why, line) {
  const words = ['apt-get', 'install', '-y', '--no-install-recommends', ...names]
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    const next = `sudo ${words.join(' ')} && ${AGAIN}`
    throw new Failure(words.join(' '), ['not run: only root may, and only where there is apt-get'], [why, next])
  }
  line.say(`apt-get install ${names.join(' ')}`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run(words, { line, env }).catch(async (error) => {
    if (error instanceof Stopped) throw error
    await run(['apt-get', 'update'], { line, env })
    await run(words, { line, env })
  })
}

/** npm as it was called, but on the Node that runs us. */
export function npm(...args) {
  const cli = process.env.npm_execpath
  return [...(cli?.endsWith('npm-cli.js') ? [process.execPath, cli] : ['npm']), ...args]
}
