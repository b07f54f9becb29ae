// Odd questions to every method of the contract: each is answered as the contract says, or refused with a fault that is not a mistake of
// ours.
import { openIn, carryOut, newFolder } from '../fixtures/library.ts'
import { memoryPair } from '../../src-main/transport/transports.ts'
import { contract } from '../../src-shared/contract.ts'
import { FaultError } from '../../src-shared/rpc/fault.ts'
import { connect } from '../../src-shared/rpc/rpc.ts'
import { ascendRecipe } from '../../src-shared/recipe/recipe.ts'
import { tinyAutoencoder, tinyClassifier } from '../fixtures/tiny-recipes.ts'
import { bent } from './odd.ts'
import { type Attack, oneOf } from './report.ts'

/** Work that a bent question could ask for is not what is tried here, and would take hours. */
const idle = new Set(['startRun', 'resumeRun', 'replayRun', 'timeTraining', 'watch', 'watchJobs', 'doctor'])

export const requests: Attack = async ({ rounds, random, fell }) => {
  const lab = await openIn(newFolder())
  try {
    const classifier = await carryOut(lab, tinyClassifier())
    const model = lab.store.artifacts.find(classifier.id, 'model')!.hash
    const generator = lab.store.artifacts.find((await carryOut(lab, tinyAutoencoder())).id, 'model')!.hash
    const pictures = new Uint8Array(2 * 768).fill(100)
    const ascend = ascendRecipe.parse({ kind: 'ascend', model, objectives: [{ kind: 'channel', layer: 'conv3', channel: 1 }] })
    const id = classifier.id
    const usual: Record<string, unknown> = {
      listRuns: { search: 'a', kinds: ['classifier'], limit: 10 },
      getRun: { id },
      startRun: { recipe: ascend, name: 'a' },
      estimate: { recipe: ascend },
      cancelRun: { id },
      pauseRun: { id },
      hastenRun: { id },
      updateRun: { id, patch: { name: 'a', tags: ['b'], starred: true } },
      purgeRun: { id: 'nobody' },
      compareArtifacts: { id, other: id },
      dependents: { ids: [id] },
      readMetrics: { id, series: ['train/loss'], points: 10 },
      figures: { id },
      exportRun: { id },
      importRun: { bytes: new Uint8Array(40) },
      report: { ids: [id] },
      modelHeader: { hash: model },
      visualizations: { model },
      classify: { model, pictures },
      respond: { model, pictures },
      activationMaps: { model, layer: 'conv2', channel: 1, pictures },
      attribute: { model, picture: pictures, objective: { kind: 'logit', class: 1 }, method: { kind: 'occlusion' } },
      decode: { generator, z: [[1, 2, 3, 4, 5, 6]] },
      encode: { generator, pictures },
      getSetting: { key: 'a' },
      setSetting: { key: 'a', value: { b: [1] } },
      mergeSetting: { key: 'a', value: { c: 1 } },
      listSaved: { kind: 'a' },
      save: { kind: 'a', name: 'b', body: [1] },
      removeSaved: { id: 'a' },
    }
    const methods = Object.keys(contract)
    const codes = new Map<string, number>()
    for (let round = 0; round < rounds; round++) {
      const name = oneOf(random, methods)
      const input = bent(usual[name] ?? {}, random)
      const question = contract[name as keyof typeof contract]
      // What bends into a good question is asked too, unless it starts work.
      if (idle.has(name) && question.input.safeParse(input).success) continue
      const [page, far] = memoryPair()
      lab.connect(far)
      const ask = connect(contract, page)[name as 'getRun'] as (input: unknown) => Promise<unknown> | AsyncIterator<unknown>
      try {
        const answer = ask(input)
        await ('next' in answer ? answer.next() : answer)
        codes.set('answered', (codes.get('answered') ?? 0) + 1)
      } catch (error) {
        const code =
          error instanceof FaultError
            ? error.fault.code
            : error instanceof Error && error.name === 'DataCloneError'
              ? 'unsendable'
              : 'thrown'
        codes.set(code, (codes.get(code) ?? 0) + 1)
        if (code === 'thrown' || code === 'internal' || code === 'engine')
          fell(`${name} ${JSON.stringify(input)?.slice(0, 300)}: ${String(error).slice(0, 300)}`)
      }
      page.close()
    }
    const damage = lab.store.check()
    if (damage.length > 0) fell(`the library: ${damage.join('; ')}`)
    return [...codes].map(([code, count]) => `${count} ${code}`).join(', ')
  } finally {
    await lab.close()
  }
}
