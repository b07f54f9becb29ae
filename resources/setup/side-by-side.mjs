// Programs that do not need each other, several at a time, heard one after another.
import { foreground, stopping } from './process.mjs'

/**
 * Runs every one of `commands` (lists of words), `width` at a time, and resolves to their codes, in the order of the list.
 * `tell(words, code, text)` is called for each in that same order, with all it wrote, as soon as those before it have ended too.
 * One that fails stops no other; after a Ctrl-C no further one is started, and the codes end with the last that was.
 */
export async function sideBySide(commands, width, tell) {
  const ended = []
  let next = 0,
    told = 0
  const worker = async () => {
    while (next < commands.length && !stopping) {
      const mine = next++
      let text = ''
      const hear = (more) => {
        text += more
      }
      const code = await foreground(commands[mine], { hear, env: process.stdout.isTTY ? { FORCE_COLOR: '1' } : {} })
      ended[mine] = { code, text }
      for (; ended[told]; told++) tell(commands[told], ended[told].code, ended[told].text)
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return ended.map(({ code }) => code)
}
