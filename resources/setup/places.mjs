// Where things are, and on what machine this is.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the clone. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const at = (...path) => join(ROOT, ...path)

/** Where the user stands, from where paths on the command line count: npm starts us in this folder, and says where it was called. */
export const HERE =
  process.env.npm_lifecycle_event && process.cwd() === ROOT && existsSync(process.env.INIT_CWD ?? '') ? process.env.INIT_CWD : process.cwd()

/** What set-up keeps: stamps, Node, reports of tests. */
export const LAB = at('.lab')

export const WINDOWS = process.platform === 'win32'
export const MACHINE = `${process.platform}-${process.arch}`
/** What a compiled binding fits. */
export const ABI = `abi${process.versions.modules}-${MACHINE}`
