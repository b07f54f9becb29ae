// The build of the lab.
import { existsSync } from 'node:fs'
import { fingerprint } from './files.mjs'
import { at, ROOT } from './places.mjs'
import { run } from './process.mjs'

const SOURCES = [
  'src-main',
  'src-renderer',
  'src-shared',
  'resources',
  'electron.vite.config.ts',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
]
export const build = {
  name: 'build',
  key: () => fingerprint(ROOT, SOURCES),
  there: () => existsSync(at('out', 'main', 'browser.js')) && existsSync(at('out', 'renderer', 'index.html')),
  async run(line) {
    line.say('electron-vite build')
    await run(['electron-vite', 'build'], { line, env: { NODE_ENV: 'production' } })
  },
}
