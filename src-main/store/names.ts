// Names for files beside the library.
import { existsSync } from 'node:fs'

/** A name that no file has: library.sqlite becomes library.<what>-<time>.sqlite. */
export function freeName(file: string, what: string, now: Date = new Date()): string {
  const stem = file.replace(/\.sqlite$/, '')
  const time = now.toISOString().slice(0, 19).replaceAll(':', '-')
  for (let count = 1; ; count++) {
    const name = `${stem}.${what}-${time}${count === 1 ? '' : `-${count}`}.sqlite`
    if (!existsSync(name)) return name
  }
}
