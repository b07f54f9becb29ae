// A process made to be killed: it records whole runs, one transaction each, and names on stdout those that are on disk.
import { writeSync } from 'node:fs'
import { openStore } from '../../src-main/store/open.ts'
import { sampleRun } from './store-sample.ts'

const store = openStore(process.argv[2] ?? '')
const unfinished = sampleRun({ state: 'running' })
store.runs.create(unfinished)
writeSync(1, `running ${unfinished.id}\n`)
for (let round = 0; ; round++) {
  const one = sampleRun({ state: 'running' })
  store.transaction(() => {
    store.runs.create(one)
    for (let picture = 0; picture < 3; picture++) {
      const bytes = new Uint8Array(20_000).fill((round * 3 + picture) % 251)
      new DataView(bytes.buffer).setUint32(0, process.pid)
      new DataView(bytes.buffer).setUint32(4, round)
      store.artifacts.put(one.id, `pictures/${picture}`, 'image/png', bytes, { picture })
    }
    store.metrics.append(
      one.id,
      Array.from({ length: 50 }, (_, step) => ({ series: 'loss', step, value: 1 / (step + 1) })),
    )
    store.runs.update(one.id, { state: 'finished' })
  })
  writeSync(1, `kept ${one.id}\n`)
}
