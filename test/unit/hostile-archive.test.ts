// Files of runs that were made to harm: each is refused in words, at once, and nothing of it is in the library.
import { createHash } from 'node:crypto'
import { strToU8, unzipSync, zipSync, type Zippable } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore, type Store } from '../../src-main/store/open.ts'
import { contract } from '../../src-shared/contract.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { encode } from '../../src-shared/rpc/wire.ts'
import { sampleRun } from '../crash/store-sample.ts'
import { newFolder, removeFolders } from '../fixtures/library.ts'
import { packed, unpacked } from '../fixtures/packed.ts'
import { refused } from '../fixtures/refused-archive.ts'

const sha = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')
type Entry = { run: Record<string, unknown>; artifacts: Record<string, unknown>[]; metrics: Record<string, unknown> }
interface Manifest {
  root: string
  runs: Entry[]
  [key: string]: unknown
}

let store: Store
let files: Record<string, Uint8Array>
let one: Run
beforeAll(async () => {
  const home = openStore(newFolder())
  one = sampleRun({ progress: null })
  home.runs.create(one)
  home.artifacts.put(one.id, 'picture', 'image/png', strToU8('a picture'), { size: 48 })
  home.metrics.append(one.id, [{ series: 'loss', step: 1, value: 0.5 }])
  files = unzipSync(await packed(one, home))
  home.close()
  store = openStore(newFolder())
})
afterAll(() => {
  store.close()
  removeFolders()
})

function seal(text: string, more: Zippable = {}): Uint8Array {
  return zipSync({ ...files, 'manifest.json': strToU8(text), 'manifest.sha256': strToU8(sha(text)), ...more } as Zippable, { level: 1 })
}
/** The file with its manifest changed, and sealed again as if it were so. */
function forged(change: (manifest: Manifest, entry: Entry) => void, more: Zippable = {}): Uint8Array {
  const manifest = JSON.parse(Buffer.from(files['manifest.json']!).toString()) as Manifest
  change(manifest, manifest.runs[0]!)
  return seal(JSON.stringify(manifest), more)
}
const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}1${']'.repeat(levels)}`)

test.each<[string, (manifest: Manifest, entry: Entry) => void, RegExp]>([
  [
    'a key that only the wire may use',
    (_, { run }) => {
      run['summary'] = { $bytes: 1 }
    },
    /\$bytes/,
  ],
  [
    'a summary nested 100 deep',
    (_, { run }) => {
      run['summary'] = { a: nested(100) }
    },
    /deep/,
  ],
  [
    'what is said of a network, nested 40 deep',
    (_, { artifacts }) => {
      artifacts[0]!['meta'] = { a: nested(40) }
    },
    /deep/,
  ],
  [
    'an id of 65 letters',
    (manifest, { run }) => {
      run['id'] = manifest.root = 'a'.repeat(65)
    },
    /id/,
  ],
  [
    'no id',
    (manifest, { run }) => {
      run['id'] = manifest.root = ''
    },
    /id/,
  ],
  [
    'an id with a line break',
    (manifest, { run }) => {
      run['id'] = manifest.root = 'a\nb'
    },
    /id/,
  ],
  [
    'a name of a million letters',
    (_, { run }) => {
      run['name'] = 'x'.repeat(1e6)
    },
    /name|500/,
  ],
  [
    'a date no calendar has',
    (_, { run }) => {
      run['created'] = 1e20
    },
    /created/,
  ],
  [
    'a date before any',
    (_, { run }) => {
      run['started'] = -1
    },
    /started/,
  ],
  [
    'seconds without end',
    (_, { run }) => {
      run['seconds'] = 1e308
    },
    /seconds/,
  ],
  [
    'a tag that stands twice',
    (_, { run }) => {
      run['tags'] = ['a', 'a']
    },
    /twice/,
  ],
  [
    'a million tags',
    (_, { run }) => {
      run['tags'] = Array.from({ length: 1e6 }, (_one, at) => String(at))
    },
    /values|tags/,
  ],
  [
    'a long tag',
    (_, { run }) => {
      run['tags'] = ['a'.repeat(41)]
    },
    /tags/,
  ],
  [
    '50,000 curves',
    (_, entry) => {
      entry.metrics = Object.fromEntries(Array.from({ length: 50_000 }, (_one, at) => [`loss ${at}`, [[1, 1]]]))
    },
    /curves/,
  ],
  [
    'more than a million points',
    (_, { metrics }) => {
      metrics['loss'] = Array.from({ length: 1_000_001 }, (_one, at) => [at, 1])
    },
    /points/,
  ],
  [
    'a point that is none',
    (_, { metrics }) => {
      metrics['loss'] = [[1, null]]
    },
    /curve/,
  ],
  [
    'a picture that runs scripts',
    (_, { artifacts }) => {
      artifacts[0]!['media'] = 'image/svg+xml'
    },
    /media/,
  ],
  [
    'a page',
    (_, { artifacts }) => {
      artifacts[0]!['media'] = 'text/html'
    },
    /media/,
  ],
  [
    'a media type with a line break',
    (_, { artifacts }) => {
      artifacts[0]!['media'] = 'image/png\r\nx-y: z'
    },
    /media/,
  ],
  [
    'a result that stands twice',
    (_, { artifacts }) => {
      artifacts.push({ ...artifacts[0]! })
    },
    /twice/,
  ],
  [
    'the same run twice',
    (manifest, entry) => {
      manifest.runs.push(entry)
    },
    /twice/,
  ],
  [
    'a part of a run that is not in the file',
    (_, { run }) => {
      run['parent'] = 'somebody'
    },
    /does not come before it/,
  ],
  [
    'a part of itself',
    (_, { run }) => {
      run['parent'] = run['id']
    },
    /does not come before it/,
  ],
  [
    'a recipe of an unknown kind',
    (_, { run }) => {
      run['recipe'] = { kind: 'shell' }
    },
    /does not fit/,
  ],
  [
    'records of more characters than a message may have',
    (manifest, entry) => {
      for (let at = 0; at < 25; at++)
        manifest.runs.push({ ...entry, run: { ...entry.run, id: `filler-${at}`, summary: { text: 'x'.repeat(1e6) } } })
    },
    /characters/,
  ],
])('%s is refused', async (_name, change, words) => {
  await refused(store, forged(change), words)
})

test('a manifest nested 20,000 deep is refused before anything goes into its depth', async () => {
  await refused(
    store,
    seal(
      Buffer.from(files['manifest.json']!)
        .toString()
        .replace('"summary":{', `"summary":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)},`),
    ),
    /deep/,
  )
})

test('what is imported is what the contract can answer and the wire can carry', async () => {
  const place = openStore(newFolder())
  await unpacked(
    forged((_, { run }) => {
      run['summary'] = { a: nested(30), b: 'x'.repeat(1e6) }
      run['name'] = '\u202e\u001b[31m\n'
      run['tags'] = ['<b>']
    }),
    place,
  )
  const { runs, next } = place.runs.list({ limit: 200 })
  const answer = contract.listRuns.output.parse({ runs, unreadable: [], next, counts: place.runs.counts() })
  expect(encode({ id: 1, kind: 'end', value: answer }).length).toBeGreaterThan(1e6)
  const detail = { run: runs[0]!, artifacts: place.artifacts.of(one.id), children: [], unreadable: [] }
  expect(encode({ id: 1, kind: 'end', value: contract.getRun.output.parse(detail) }).length).toBeGreaterThan(1e6)
  expect(runs[0]).toMatchObject({ id: one.id, origin: 'imported' })
  place.close()
})

test('a file cannot put a part under a run of the library, nor stand for another run of the same id', async () => {
  const place = openStore(newFolder())
  const mine = sampleRun()
  place.runs.create(mine)
  const text = (manifest: Manifest): string => JSON.stringify(manifest)
  // It names my run, with the very recipe, and brings a part for it.
  const bytes = forged((manifest, entry) => {
    manifest.runs = [
      { run: { ...mine, origin: undefined, progress: null } as Record<string, unknown>, artifacts: [], metrics: {} },
      { ...entry, run: { ...entry.run, parent: mine.id } },
    ]
    manifest.root = mine.id
    expect(text(manifest)).toContain(mine.id)
  })
  expect(await unpacked(bytes, place)).toEqual({ id: mine.id, already: true })
  expect(place.runs.children(mine.id)).toEqual([])
  expect(place.runs.get(mine.id)).toEqual(mine)
  await expect(
    unpacked(
      forged((manifest, { run }) => {
        run['id'] = manifest.root = mine.id
      }),
      place,
    ),
  ).rejects.toThrow(/another run with the id/)
  place.close()
})
