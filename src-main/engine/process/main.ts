// The engine process: recipes and bytes in, events and bytes out. It opens no file and no database, and dies with its owner.
import type { EngineEvent } from '../../../src-shared/run/event.ts'
import { internal } from '../../../src-shared/rpc/fault.ts'
import { createStreamBuffer } from '../../../src-shared/rpc/stream-buffer.ts'
import { type Handlers, serve } from '../../../src-shared/rpc/rpc.ts'
import { overParent } from '../../transport/transports.ts'
import { createContext, type OwnedContext } from './job-context.ts'
import { checkpointVariable, engineContract } from '../contract.ts'
import { missingPacks, takePack } from './dataset-cache.ts'
import { environmentOf } from './environment.ts'
import { runJob } from './jobs/index.ts'
import { createModels } from './model-cache.ts'
import { tf } from '../../tensorflow/tf.ts'
import { tidied } from '../../tensorflow/tidied.ts'
import { timeTraining } from './training-speed.ts'

const interval = Number(process.env[checkpointVariable] ?? 0)
const models = createModels()
let present: OwnedContext | null = null
let idle: Promise<void> = Promise.resolve()

const handlers: Handlers<typeof engineContract> = {
  run({ recipe, blobs, checkpoint, conclude }) {
    // Main runs one job at a time; one that it has left without hearing its end must not go on beside the next.
    present?.stop('cancel')
    // Not bounded in practice: main reads as fast as the engine sends, and the sender waits for the event loop between steps.
    const events = createStreamBuffer<EngineEvent>({
      limit: 100_000,
      lossy: false,
      overflow: () => internal('The engine spoke faster than main could listen.'),
      start() {},
      stop: () => context.stop('cancel'),
    })
    const context = createContext({
      blobs,
      checkpoint,
      conclude: conclude ?? false,
      emit: events.push,
      ...(interval > 0 ? { checkpointInterval: interval } : {}),
    })
    present = context
    // After a turn at least: the buffer opens when its first item is asked for, and the job must not speak before.
    idle = idle
      .then(() => {
        events.push({ type: 'environment', environment: environmentOf() })
        return runJob(recipe, context)
      })
      .then((summary) => {
        context.flush()
        events.push({ type: 'done', partial: context.partial, summary })
        events.end()
      })
      .catch((error: unknown) => events.fail(error instanceof Error ? error : new Error(String(error))))
    return events.items
  },
  stop({ why }) {
    present?.stop(why)
    return {}
  },
  probe() {
    const product = tidied(() => [
      ...tf
        .matMul(
          tf.tensor2d([
            [1, 2],
            [3, 4],
          ]),
          tf.tensor2d([[5], [6]]),
        )
        .dataSync(),
    ])
    return { product, environment: environmentOf() }
  },
  timeTraining: async ({ recipe }) => ({ picturesPerSecond: await timeTraining(recipe) }),
  missingPacks: ({ dataset, hashes }) => ({ hashes: missingPacks(dataset, hashes) }),
  takePack({ hash, bytes }) {
    takePack(hash, bytes)
    return {}
  },
  load({ hash, bytes }) {
    models.load(hash, bytes)
    return {}
  },
  holds: ({ hash }) => ({ holds: models.holds(hash) }),
  ...models.answers,
  tryReadings: ({ model, readings, pictures }) => ({ answers: models.tryReadings(model, readings, pictures) }),
  compareOperations: (of) => models.compareOperations(of),
  layersModel: ({ model }) => models.layersModel(model),
}

// Main asks for many pages at once, and answers for how many those may ask.
serve(engineContract, handlers, overParent(process), { calls: Infinity, bytes: Infinity })
process.on('disconnect', () => process.exit())
// A Ctrl-C in a terminal, or the end of a session, is told to every process of the group. Only the owner decides what becomes of a job.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
