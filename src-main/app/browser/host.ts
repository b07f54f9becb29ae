// The lab in a browser window: reads the flags, opens the library, listens on loopback and says where.
import { parseArgs } from 'node:util'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { libraryFolder } from '../library-folder.ts'
import { listen } from './loopback.ts'
import type { Lab } from '../lab-api.ts'

export interface BrowserFlags {
  folder: string
  port: number
  open: boolean
  /** Whether an empty library gets the runs that ship with the lab. */
  starter: boolean
}

/** `--library DIR`, `--port N` (0 or none: any free one), `--no-open`, `--no-starter`. Throws an `invalid` fault for anything else. */
export function browserFlags(args: string[]): BrowserFlags {
  const options = {
    library: { type: 'string' },
    port: { type: 'string' },
    'no-open': { type: 'boolean' },
    'no-starter': { type: 'boolean' },
  } as const
  let values: {
    library?: string | undefined
    port?: string | undefined
    'no-open'?: boolean | undefined
    'no-starter'?: boolean | undefined
  }
  try {
    values = parseArgs({ args, options, strict: true }).values
  } catch (error) {
    throw invalid(`${(error as Error).message.split('. ')[0]}. The flags are --library DIR, --port N, --no-open and --no-starter.`)
  }
  const port = Number(values.port ?? 0)
  if (values.port === '' || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw invalid(`--port takes a number from 0 to 65535, not "${values.port}".`)
  if (values.library === '') throw invalid('--library takes the path of a folder.')
  return { folder: libraryFolder(values.library), port, open: !values['no-open'], starter: !values['no-starter'] }
}

export interface BrowserHostOptions {
  args: string[]
  openLab(options: { folder: string; starter: boolean }): Promise<Lab>
  /** Where lines for the user go: standard output. */
  print(line: string): void
  /** Opens the user's browser; returns what cleans up behind it once a page is there. */
  open(url: string): () => void
}

/** Starts the lab and prints its URL, once. `close` ends every connection, then the lab. If listening fails, the lab is closed again. */
export async function startBrowserHost({
  args,
  openLab,
  print,
  open,
}: BrowserHostOptions): Promise<{ url: string; close(): Promise<void> }> {
  const flags = browserFlags(args)
  const lab = await openLab({ folder: flags.folder, starter: flags.starter })
  let forget = (): void => {}
  const door = await listen({
    site: lab.site,
    connected(channel) {
      forget()
      lab.connect(channel)
    },
    port: flags.port,
  }).catch(async (error: unknown) => {
    await lab.close()
    throw error
  })
  print(`Phosphene is at ${door.url}`)
  print(`The library is ${flags.folder}`)
  print('Ctrl-C stops it.')
  if (flags.open) forget = open(door.url)
  return {
    url: door.url,
    async close() {
      forget()
      await door.close()
      await lab.close()
    },
  }
}
