// A table that a run has left, for its report.
import type { z } from 'zod'
import { type ResultForm, tableOf } from '../../src-shared/run/results/form.ts'
import type { Run } from '../../src-shared/run/run.ts'
import type { Store } from '../store/open.ts'

/** Null where it is not kept, or is not what this version reads, as in a file from elsewhere. */
export function tableIn<T extends z.ZodType>(
  form: Pick<ResultForm<z.ZodType, T>, 'name' | 'table'>,
  run: Run,
  store: Store,
): z.output<T> | null {
  const found = store.artifacts.find(run.id, form.name)
  const bytes = found && store.artifacts.read(found.hash)?.bytes
  if (!bytes) return null
  try {
    return tableOf(form, bytes)
  } catch {
    return null
  }
}
