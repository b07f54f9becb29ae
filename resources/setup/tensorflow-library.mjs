// The library of TensorFlow out of the wheel for Python, kept in a cache that clones share.
import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { Failure } from './failure.mjs'
import { folderSize, get, needRoom } from './files.mjs'
import { alive } from './lock.mjs'
import { LAB } from './places.mjs'
import { run } from './process.mjs'
import { onPath, systemPackages } from './tools.mjs'

export const LIBRARY = 'libtensorflow-2.21.0'
// The wheel is named by its tags, so that the pip of any Python fetches it: we want the library inside, not the Python package.
const WHEEL = [
  'tensorflow-cpu==2.21.0',
  '--python-version',
  '3.11',
  '--implementation',
  'cp',
  '--abi',
  'cp311',
  '--platform',
  'manylinux_2_27_x86_64',
  '--only-binary=:all:',
  '--no-deps',
  '--no-cache-dir',
  '--disable-pip-version-check',
  '--progress-bar',
  'off',
]
// Of the wheel's 13,000 headers the binding includes fourteen, all in these four folders.
const UNPACK = `# the two libraries and the C headers of the wheel
import os, shutil, sys, zipfile
wheel, out = sys.argv[1:]
headers = tuple('tensorflow/include/' + d for d in ('tensorflow/c/', 'tensorflow/core/platform/', 'tsl/platform/', 'xla/tsl/c/'))
with zipfile.ZipFile(wheel) as z:
    for name in z.namelist():
        if name in ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'):
            path = os.path.join(out, 'lib', os.path.basename(name))
        elif name.startswith(headers) and name.endswith('.h'):
            path = os.path.join(out, *name.split('/')[1:])
        else:
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with z.open(name) as a, open(path, 'wb') as b:
            shutil.copyfileobj(a, b, 1 << 20)`

/** The folder clones share; a home that may not be written to leaves us our own. */
function cache() {
  const shared = process.env.PHOSPHENE_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'phosphene')
  for (const folder of [shared, join(LAB, 'cache')]) {
    try {
      mkdirSync(folder, { recursive: true })
      accessSync(folder, constants.W_OK)
      return folder
    } catch {} // the next one
  }
  throw new Failure(`mkdir -p '${join(LAB, 'cache')}'`, ['EACCES: neither the shared cache nor .lab/cache can be written to'])
}

/** Its folder in the cache, if it is whole there, else false. */
export function libraryInCache() {
  const home = join(cache(), LIBRARY)
  try {
    const sizes = Object.entries(JSON.parse(get(join(home, 'sizes.json'))))
    return sizes.every(([name, size]) => statSync(join(home, 'lib', name)).size === size) && home
  } catch {
    return false
  }
}

/** Fetches the wheel and keeps its two libraries and the headers in the cache. */
export async function wheelIntoCache(line) {
  const home = cache()
  for (const name of readdirSync(home).filter((name) => name.startsWith(`${LIBRARY}.tmp.`))) {
    if (!alive(Number(name.split('.').at(-2)))) rmSync(join(home, name), { recursive: true, force: true })
  }
  needRoom(home, 3e9)
  const pips = [['python3', '-m', 'pip'], ['pip3'], ['pip']]
  const pip = async () => {
    for (const words of pips)
      if (
        await run([...words, '--version']).then(
          () => true,
          () => false,
        )
      )
        return words
    return null
  }
  if (!onPath('python3') || !(await pip())) await systemPackages(['python3', 'python3-pip'], 'pip is needed to fetch TensorFlow', line)
  const work = mkdtempSync(join(home, `${LIBRARY}.tmp.${process.pid}.`))
  try {
    line.say('pip wheel')
    // pip writes the download to TMPDIR first: here its size can be seen, and a small /tmp does not matter.
    const download = [...((await pip()) ?? pips[0]), 'download', ...WHEEL, '--dest', work]
    await run(download, { line, size: () => folderSize(work), stall: 120, env: { TMPDIR: work } })
    const wheel = readdirSync(work).find((name) => name.endsWith('.whl'))
    const tree = join(work, 'tree')
    line.say('unpack')
    await run(['python3', '-c', UNPACK, join(work, wheel), tree], { line, size: () => folderSize(tree) })
    for (const short of ['libtensorflow.so', 'libtensorflow.so.2']) symlinkSync('libtensorflow_cc.so.2', join(tree, 'lib', short))
    symlinkSync('libtensorflow_framework.so.2', join(tree, 'lib', 'libtensorflow_framework.so'))
    const sizes = readdirSync(join(tree, 'lib')).map((name) => [name, statSync(join(tree, 'lib', name)).size])
    writeFileSync(join(tree, 'sizes.json'), JSON.stringify(Object.fromEntries(sizes)))
    rmSync(join(home, LIBRARY), { recursive: true, force: true })
    try {
      renameSync(tree, join(home, LIBRARY))
    } catch (error) {
      if (!libraryInCache()) throw error
    } // another clone was quicker
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
