// TensorFlow for Node: its library, the binding, and the proof that it computes.
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Failure } from './failure.mjs'
import { digest, folderSize, get, linkTree } from './files.mjs'
import { ABI, at, MACHINE } from './places.mjs'
import { run } from './process.mjs'
import { LIBRARY, libraryInCache, wheelIntoCache } from './tensorflow-library.mjs'
import { onPath, systemPackages } from './tools.mjs'

const TFJS = at('node_modules', '@tensorflow', 'tfjs-node')

// Node 23 took these two functions out of util; tfjs-node still calls them.
const PROOF = `// multiply two matrices
const u = require('node:util'); u.isNullOrUndefined ??= x => x == null; u.isArray ??= Array.isArray
const tf = require('@tensorflow/tfjs-node'); const c = tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]])
if (c.dataSync().join() !== '19,22,43,50') throw new Error('TensorFlow computes wrong numbers: ' + c.dataSync().join())`

const BINDING = 'tfjs_binding.node'
const bindingIn = (lib) => existsSync(lib) && readdirSync(lib).some((folder) => existsSync(join(lib, folder, BINDING)))
const tfjsVersion = () => JSON.parse(get(at('package.json'))).dependencies['@tensorflow/tfjs-node']
const computes = () => run([process.execPath, '-e', PROOF], { env: { TF_CPP_MIN_LOG_LEVEL: '2' }, stall: 180 })

/** The official archive and binding, by the script of tfjs-node itself (it honours TFJS_NODE_CDN_STORAGE and TFJS_NODE_BASE_URI). */
async function officialLibrary(line) {
  line.say('official download')
  const size = () => folderSize(join(TFJS, 'deps'))
  await run([process.execPath, 'scripts/install.js'], { cwd: TFJS, line, size, stall: 45, group: true })
  await computes()
}

/** Compiles the binding in a temporary folder, because node-gyp cannot build below a path with spaces. */
async function buildBinding(line) {
  const missing = ['make', 'g++', 'python3'].filter((name) => !onPath(name))
  if (missing.length > 0) await systemPackages(missing, `${missing.join(' and ')} missing, to compile the binding of TensorFlow`, line)
  line.say('compile the binding')
  const work = mkdtempSync(join(tmpdir(), 'phosphene-binding-'))
  try {
    for (const name of ['binding', 'binding.gyp', 'package.json']) cpSync(join(TFJS, name), join(work, name), { recursive: true })
    symlinkSync(join(TFJS, 'deps'), join(work, 'deps'))
    // The headers beside our own Node, so that the build needs no network; npm may have told another nodedir by environment, which wins.
    const home = dirname(dirname(process.execPath))
    const own = existsSync(join(home, 'include', 'node', 'node_api.h'))
    if (own) symlinkSync(home, join(work, 'node'))
    await run(['node-pre-gyp', 'install', '--build-from-source', ...(own ? [`--nodedir=${join(work, 'node')}`] : [])], {
      cwd: work,
      line,
      group: true,
      env: own ? { npm_config_nodedir: join(work, 'node') } : {},
    })
    linkTree(join(work, 'lib'), join(TFJS, 'lib'))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function libraryFromCache(line) {
  const home = libraryInCache(),
    binding = join(home, `binding-${tfjsVersion()}-${ABI}`)
  line.say('link from the cache')
  for (const part of ['lib', 'include']) linkTree(join(home, part), join(TFJS, 'deps', part))
  if (bindingIn(binding)) {
    linkTree(binding, join(TFJS, 'lib'))
    // A home shared by several machines may hold a binding made for a newer one.
    try {
      return await computes()
    } catch (error) {
      if (!(error instanceof Failure)) throw error
    }
  }
  await buildBinding(line)
  await computes()
  linkTree(join(TFJS, 'lib'), binding)
}

export const libtensorflow = {
  name: 'libtensorflow',
  key: () => digest(LIBRARY, tfjsVersion(), ABI),
  there: () => bindingIn(join(TFJS, 'lib')) && existsSync(join(TFJS, 'deps', 'lib')),
  async run(line) {
    const wheels = MACHINE === 'linux-x64'
    const ways = [
      bindingIn(join(TFJS, 'lib')) &&
        (() => {
          line.say('check what is there')
          return computes()
        }),
      wheels && libraryInCache() && (() => libraryFromCache(line)),
      () => officialLibrary(line),
      wheels &&
        (async () => {
          if (!libraryInCache()) await wheelIntoCache(line)
          await libraryFromCache(line)
        }),
    ]
    const failures = []
    for (const way of ways.filter(Boolean)) {
      try {
        return await way()
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        failures.push(error)
      }
    }
    const last = failures.pop()
    last.lines = [...failures.map(({ command, message }) => `tried before: ${command}: ${message}`), ...last.lines]
    throw last
  },
}
