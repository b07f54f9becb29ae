// The dataset in the latent space: the run that encodes it, started when it is first wanted, and its arrays.
import type { z } from 'zod'
import type { Progress } from '../../../src-shared/run/event.ts'
import { encodingResults } from '../../../src-shared/run/results/encoding.ts'
import { type Found, resultOf } from '../../../src-shared/run/results/form.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { resource, resourceOf } from '../../lab/resource.svelte.ts'
import { watchRun } from '../../lab/run-watch.svelte.ts'

export interface EncodedDataset {
  count: number
  latent: number
  /** [count, latent] */
  latents: Float32Array
  /** [count, 2], along the two principal axes, from the mean. */
  map: Float32Array
  /** Directions of the principal axes, of length 1; one only, where there is one latent number. */
  axes: number[][]
  /** Share of the variance along each. */
  explained: number[]
}
export interface Encoding {
  readonly data: EncodedDataset | null
  readonly progress: Progress | null
  readonly run: string | null
  readonly stopped: boolean
  readonly error: unknown
  /** Starts it, or takes it from the library. */
  want(): void
  /** Reads it where the library has it; starts nothing. Answers whether it is there, or on its way. */
  take(): Promise<boolean>
  again(): void
}

const { artifacts } = encodingResults

export function openEncoding(generator: () => string | null): Encoding {
  let wanted = $state(false)
  const started = resource(() => {
    const hash = generator()
    return wanted && hash !== null
      ? lab.client.startRun({ recipe: { kind: 'encoding', generator: hash }, name: 'Latent map of the dataset', reuse: true })
      : null
  })
  const watch = watchRun(() => started.value?.id ?? null)
  const run = $derived(watch.current?.run ?? null)
  const finished = $derived(run?.state === 'finished' && run.recipe.kind === 'encoding' && run.recipe.generator === generator())
  const files = $derived.by(() => {
    if (!finished) return null
    const found = watch.current?.artifacts ?? []
    const [latents, map] = [resultOf(artifacts.latents, found), resultOf(artifacts.map, found)]
    return latents && map ? { latents, map } : null
  })
  const read = resourceOf(
    () => files && `${files.latents.hash} ${files.map.hash}`,
    (_, signal) => readEncoding(files!, signal),
  )
  return {
    get data() {
      return read.value ?? null
    },
    get progress() {
      if (run?.state === 'queued') return { phase: 'waiting for its turn', done: 0, total: 0, secondsLeft: null }
      if (run?.state === 'running') return watch.current?.progress ?? { phase: 'starting', done: 0, total: 0, secondsLeft: null }
      return null
    },
    get run() {
      return watch.current?.id ?? null
    },
    get stopped() {
      return run !== null && ['cancelled', 'paused', 'interrupted'].includes(run.state)
    },
    get error() {
      return started.error ?? read.error ?? watch.current?.error ?? (run?.state === 'failed' ? run.fault?.message : null) ?? null
    },
    want() {
      wanted = true
    },
    async take() {
      const hash = generator()
      if (wanted || hash === null) return wanted
      const { runs } = await lab.client.listRuns({ input: hash, kinds: ['encoding'], states: ['finished'], limit: 1 })
      if (runs.length > 0) wanted = true
      return wanted
    },
    again() {
      wanted = true
      started.reload()
      read.reload()
    },
  }
}

interface Files {
  latents: Found<z.output<typeof artifacts.latents.meta>>
  map: Found<z.output<typeof artifacts.map.meta>>
}
async function readEncoding({ latents, map }: Files, signal: AbortSignal): Promise<EncodedDataset> {
  const { shape } = latents.meta
  const about = map.meta
  const [values, places] = await Promise.all([floats(latents.hash, signal), floats(map.hash, signal)])
  return { count: shape[0], latent: shape[1], latents: values, map: places, axes: about.axes, explained: about.explained }
}
async function floats(hash: string, signal: AbortSignal): Promise<Float32Array> {
  const answer = await fetch(`artifact/${hash}`, { signal })
  if (!answer.ok)
    throw new Error('The encoded dataset could not be read from the library. Nothing was changed; try again, or encode it again.')
  return new Float32Array(await answer.arrayBuffer())
}
