// Trainings in stretches, each with a cycle of the learning rate of its own: what a recipe says of them.
import { z } from 'zod'
import { hash } from './hash.ts'

/** What a training that was made longer says besides. */
export const longer = {
  /**
   * Epochs of each stretch, one after another; together they are `epochs`. In each the learning rate goes through one whole cycle, while
   * the weights, Adam's moments, its count of steps and the order of the pictures go on. Absent: one stretch.
   */
  phases: z.array(z.int().min(1).max(1000)).min(2).max(100).optional(),
  /**
   * The network that the stretches before the last one led to, and the state of its training, by their bytes: the work begins there. The
   * result is the same without it, only later.
   */
  continues: z.strictObject({ model: hash, state: hash }).optional(),
}
export const wholePhases = ({ epochs, phases }: { epochs: number; phases?: number[] | undefined }): boolean =>
  !phases || phases.reduce((sum, one) => sum + one, 0) === epochs
export const phasesMessage = { message: 'the epochs of the stretches add up to those of the whole training', path: ['phases'] }
export const beginsAtLast = ({ phases, continues }: { phases?: number[] | undefined; continues?: unknown }): boolean =>
  !continues || phases !== undefined
export const continuesMessage = { message: 'a training that continues another names the stretches before its own', path: ['continues'] }
