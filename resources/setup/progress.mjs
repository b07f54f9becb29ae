// What a step says while it works.

/** One line per step that works: in place on a terminal, else a line at the start, every ten seconds, and at the end. */
export function progress(name) {
  const tty = process.stderr.isTTY,
    since = Date.now()
  let phase = '',
    detail = ''
  const write = (more) => {
    const words = [name.padEnd(13), phase, more].filter(Boolean).join('  ')
    process.stderr.write(tty ? `\r\x1b[K${words.slice(0, (process.stderr.columns ?? 80) - 1)}` : `${words}\n`)
  }
  const seconds = () => `${Math.round((Date.now() - since) / 1000)} s`
  const timer = setInterval(() => write([detail, seconds()].filter(Boolean).join('  ')), tty ? 500 : 10_000)
  return {
    say(words) {
      const first = phase === ''
      phase = words
      detail = ''
      if (tty || first) write('')
    },
    detail: (words) => {
      detail = words.slice(0, 60)
    },
    end(words) {
      clearInterval(timer)
      write(`${words} ${seconds()}`)
      if (tty) process.stderr.write('\n')
    },
  }
}
