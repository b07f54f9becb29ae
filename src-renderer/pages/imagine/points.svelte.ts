// Points of the latent space that were given a name: saved in the library, taken out again with undo.
import { z } from 'zod'
import type { SavedItem } from '../../../src-shared/contract.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { type Resource, resource } from '../../lab/resource.svelte.ts'
import { undo } from '../../state/undo.svelte.ts'

const kind = 'latent-point'
const point = z.object({ generator: z.string(), z: z.array(z.number()) })
export interface SavedPoint {
  id: string
  name: string
  created: number
  z: number[]
}

export interface SavedPoints {
  /** Of this generator, oldest first. */
  readonly list: SavedPoint[]
  readonly error: unknown
  save(name: string, z: readonly number[]): Promise<void>
  remove(one: SavedPoint): void
  reload(): void
}

export function openPoints(generator: () => string | null): SavedPoints {
  const saved: Resource<SavedItem[]> = resource(() => lab.client.listSaved({ kind }))
  const list = $derived(
    (saved.value ?? [])
      .flatMap((item): SavedPoint[] => {
        const read = point.safeParse(item.body)
        return read.success && read.data.generator === generator()
          ? [{ id: item.id, name: item.name, created: item.created, z: read.data.z }]
          : []
      })
      .sort((a, b) => a.created - b.created),
  )
  return {
    get list() {
      return list
    },
    get error() {
      return saved.error
    },
    async save(name, where) {
      const of = generator()
      if (of === null) return
      let id: string | null = null
      await undo.perform({
        label: `Saved the point “${name}”`,
        run: async () => {
          id = (await lab.client.save({ kind, name, body: { generator: of, z: [...where] } })).id
          saved.reload()
        },
        undo: async () => {
          if (id !== null) await lab.client.removeSaved({ id })
          saved.reload()
        },
      })
    },
    remove(one) {
      const of = generator()
      let { id } = one
      void undo.perform({
        label: `Removed the point “${one.name}”`,
        run: async () => {
          await lab.client.removeSaved({ id })
          saved.reload()
        },
        undo: async () => {
          if (of !== null) id = (await lab.client.save({ kind, name: one.name, body: { generator: of, z: one.z } })).id
          saved.reload()
        },
      })
    },
    reload() {
      saved.reload()
    },
  }
}
