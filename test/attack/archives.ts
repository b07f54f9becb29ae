// Files of runs that were bent: each is taken in whole or refused in words, and whatever was taken in, the whole library can still be
// listed, opened, reported and thrown away.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { reportOf } from '../../src-main/report/page.ts'
import { sha256 } from '../../src-main/store/hashes.ts'
import type { OpenLab } from '../../src-main/lab.ts'
import { FaultError } from '../../src-shared/rpc/fault.ts'
import { encode } from '../../src-shared/rpc/wire.ts'
import { carryOut, newFolder, openIn } from '../fixtures/library.ts'
import { packed, unpacked } from '../fixtures/packed.ts'
import { tinyClassifier } from '../fixtures/tiny-recipes.ts'
import { bent } from './odd.ts'
import { type Attack, below } from './report.ts'

export const archives: Attack = async ({ rounds, random, fell }) => {
  const lab = await openIn(newFolder())
  try {
    const run = await carryOut(lab, tinyClassifier())
    const whole = await packed(run, lab.store)
    const files = unzipSync(whole)
    let [taken, refused] = [0, 0]
    for (let round = 0; round < rounds; round++) {
      const bytes = round % 3 === 0 ? scratched(whole, random) : rewritten(files, run.id, round, random)
      try {
        const { id } = await unpacked(bytes, lab.store)
        taken++
        for (const trouble of await troubles(lab, id)) fell(`round ${round}: ${trouble}`)
      } catch (error) {
        refused++
        if (!(error instanceof FaultError) || error.fault.code === 'internal') fell(`round ${round}: ${String(error).slice(0, 300)}`)
      }
    }
    const damage = lab.store.check()
    if (damage.length > 0) fell(`the library: ${damage.join('; ')}`)
    return `${rounds} files, ${taken} taken in, ${refused} refused`
  } finally {
    await lab.close()
  }
}

function scratched(whole: Uint8Array, random: Parameters<typeof bent>[1]): Uint8Array {
  const out = whole.slice(0, random.uniform() < 0.3 ? below(random, whole.length) : whole.length)
  for (let at = 0; at < 4 && out.length > 0; at++) out[below(random, out.length)] = below(random, 256)
  return out
}

interface Manifest {
  runs: { run: Record<string, unknown>; artifacts: Record<string, unknown>[]; [key: string]: unknown }[]
}

/** With a manifest that was bent in one place and signed again, and another id, so that it is taken for a new run. */
function rewritten(files: Record<string, Uint8Array>, id: string, round: number, random: Parameters<typeof bent>[1]): Uint8Array {
  const manifest = JSON.parse(
    strFromU8(files['manifest.json']!).replaceAll(id, `${id.slice(0, -6)}${String(round).padStart(6, '0')}`),
  ) as Manifest
  const entry = manifest.runs[0]!
  // What is free in form gets in most easily, so it is bent most often.
  const place = below(random, 6)
  if (place === 0) Object.assign(manifest, bent(manifest, random))
  else if (place === 1) entry.run = bent(entry.run, random) as Record<string, unknown>
  else if (place === 2) entry['metrics'] = bent(entry['metrics'], random)
  else if (place === 3) entry.artifacts[0]!['meta'] = bent(entry.artifacts[0]!['meta'], random)
  else entry.run['summary'] = bent(entry.run['summary'], random)
  const text = strToU8(JSON.stringify(manifest))
  return zipSync({ ...files, 'manifest.json': text, 'manifest.sha256': strToU8(sha256(text)) }, { level: 1 })
}

/** What cannot be done any more with the run that was taken in, and the library it is in; it is thrown away at the end. */
async function troubles(lab: OpenLab, id: string): Promise<string[]> {
  const found: string[] = []
  const { client } = lab
  const firstSteps: [string, () => Promise<unknown>][] = [
    ['listRuns', () => client.listRuns({})],
    ['listModels', () => client.listModels({})],
    ['getRun', () => client.getRun({ id })],
    ['readMetrics', () => client.readMetrics({ id })],
    ['report', async () => [...reportOf([lab.store.runs.get(id)!], lab.store).pieces()].length],
    ['figures', () => client.figures({ id })],
    ['estimate', () => client.estimate({ recipe: tinyClassifier() })],
    ['export', () => packed(lab.store.runs.get(id)!, lab.store)],
    [
      'artifact',
      async () => {
        for (const { hash } of lab.store.artifacts.of(id)) {
          const { status } = await lab.site(new Request(`http://127.0.0.1/artifact/${hash}`))
          if (status !== 200) throw new Error(`an artifact is answered ${status}`)
        }
      },
    ],
    ['updateRun', () => client.updateRun({ id, patch: { trashed: true } })],
    ['purgeRun', () => client.purgeRun({ id })],
  ]
  for (const [name, act] of firstSteps) {
    try {
      encode({ id: 1, kind: 'end', value: (await act()) ?? null })
    } catch (error) {
      found.push(`${name}: ${String(error).slice(0, 300)}`)
    }
  }
  return found
}
