// The command that looks after the lab itself.
import { faultOf } from '../../../../src-shared/rpc/fault.ts'
import { createEngine } from '../../../engine/client.ts'
import { doctor } from '../../doctor.ts'
import { libraryFolder } from '../../library-folder.ts'
import { columns } from '../table.ts'
import { type Common, print, type Verb } from '../command.ts'
import { withLab } from '../library.ts'

/** Adds `doctor`. */
export function doctorCommand(verb: Verb): void {
  verb('doctor', 'check everything the lab depends on').action(async (options: Common) => {
    const folder = libraryFolder(options.library)
    const rows = await withLab(options, (lab) => lab.client.doctor({})).catch(async (error: unknown) => {
      const interactive = createEngine({ nice: 0 })
      try {
        return await doctor({ store: faultOf(error).message, interactive, folder })
      } finally {
        interactive.close()
      }
    })
    print(options, rows, () =>
      columns(
        ['', 'part', 'state', 'what to do'],
        rows.map((row) => [row.ok ? 'ok' : 'NO', row.name, row.value, row.hint]),
      ),
    )
    if (rows.some((row) => !row.ok)) process.exitCode = 1
  })
}
