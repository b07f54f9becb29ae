// The version of the lab, written into every run: the same recipe may give other bytes under another version.
import { createRequire } from 'node:module'

export const version = (createRequire(import.meta.url)('../../package.json') as { version: string }).version
