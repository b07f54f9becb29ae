// Chromium, for the tests and the measurements of the page.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Failure, Stopped } from './failure.mjs'
import { digest, get, put } from './files.mjs'
import { LAB } from './places.mjs'
import { run } from './process.mjs'
import { prepare } from './step.mjs'
import { onPath, systemPackages } from './tools.mjs'

const CHROMIUM_PATH = join(LAB, 'chromium.path')
const chromium = {
  name: 'chromium',
  key: () => digest(process.env.CHROMIUM),
  there: () => existsSync(get(CHROMIUM_PATH)),
  async run(line) {
    line.say('look for Chromium')
    const ask = () => run([process.execPath, '-p', 'require("playwright").chromium.executablePath()'])
    const find = async () =>
      [process.env.CHROMIUM, (await ask()).trim(), ...['chromium', 'chromium-browser', 'google-chrome'].map(onPath)].find(
        (path) => path && existsSync(path),
      )
    let found = await find()
    if (!found && process.getuid?.() === 0 && onPath('apt-get')) {
      await systemPackages(['chromium'], 'the tests of the page need Chromium', line)
    } else if (!found) {
      line.say('playwright install chromium')
      await run(['playwright', 'install', 'chromium'], { line, stall: 60 }).catch((error) => {
        if (error instanceof Stopped) throw error
        const advice = ['Chromium is not installed and could not be downloaded', 'sudo apt-get install -y chromium && npm test']
        throw new Failure(error.command, error.lines, advice)
      })
    }
    found ??= await find()
    if (!found) throw new Failure('chromium --version', ['not found'], ['no Chromium on PATH', 'CHROMIUM=/path/to/chromium npm test'])
    put(CHROMIUM_PATH, found)
  },
}

export async function withChromium() {
  await prepare([chromium])
  process.env.CHROMIUM = get(CHROMIUM_PATH)
}
