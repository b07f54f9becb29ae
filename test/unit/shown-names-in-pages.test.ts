// Names that a user or a file has given reach the page through one function: no template writes one as it is.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const renderer = join(import.meta.dirname, '..', '..', 'src-renderer')
const templates = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.svelte'))
  .map((name) => {
    const text = readFileSync(join(renderer, name), 'utf8')
    return { name: name.replaceAll('\\', '/'), markup: text.slice(text.lastIndexOf('</script>')) }
  })

test('no template writes the name of a run, a network or a saved thing as it is', () => {
  const raw = templates.flatMap(({ name, markup }) =>
    [...markup.matchAll(/(?<![=\w])\{(?:run|child|model|lab\.model|maker|atWork|item)\.name\}/g)].map((found) => `${name}: ${found[0]}`),
  )
  expect(raw).toEqual([])
  expect(templates.filter(({ markup }) => markup.includes('isolatedName(')).length).toBeGreaterThan(20)
})
