// Files that steps write, link, measure and compare.
import { createHash } from 'node:crypto'
import {
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { AGAIN, Failure } from './failure.mjs'

/** One hash of what can be written as JSON. */
export const digest = (...parts) => createHash('sha256').update(JSON.stringify(parts)).digest('hex')

/** Writes a text whole or not at all; folders that lack are made. */
export function put(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(`${path}.${process.pid}`, text)
  renameSync(`${path}.${process.pid}`, path)
}

/** The text of a file; of one that cannot be read, ''. */
export function get(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

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

/** How much there is below a folder, as it is shown while something is fetched: '12 MB', or '' for nothing. */
export function folderSize(folder) {
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
export function linkTree(from, to) {
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

/** Fails where the disk of a folder has less than so many bytes free. */
export function needRoom(folder, bytes) {
  const free = statfsSync(folder)
  if (free.bavail * free.bsize >= bytes) return
  throw new Failure(
    `df -h '${folder}'`,
    [`${Math.round((free.bavail * free.bsize) / 1e6)} MB free, ${bytes / 1e6} MB needed`],
    ['the disk is full', `df -h '${folder}'   (free ${bytes / 1e9} GB, then ${AGAIN})`],
  )
}
