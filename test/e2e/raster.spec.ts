// The rasteriser in a real browser: it draws the same bytes as in Node, so that the page may draw what the engine learnt from.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { build, type Rollup } from 'vite'
import { datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { firstPictures } from '../fixtures/dataset-hashes.ts'

/** The dataset's module and all it imports, as one text. */
async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: {
        entry: join(import.meta.dirname, '..', '..', 'src-shared', 'domains', 'shapes', 'dataset.ts'),
        formats: ['es'],
        fileName: 'dataset',
      },
    },
  })
  const [chunk] = (built as Rollup.RollupOutput[])[0]!.output
  return chunk.code
}

test('the first 600 pictures of seed 1, their factors and their split are the same bytes in Chromium', async ({ page }) => {
  const settings = datasetSettings.parse({ count: 600 })
  // A blank page of no origin: the lab's own policy would not let a module in from outside.
  await page.goto('about:blank')
  const drawn = await page.evaluate(
    async ({ code, how }) => {
      interface Module {
        generateDataset(settings: unknown): { images: Uint8Array; factors: Float32Array; split: Uint8Array }
      }
      const { generateDataset } = (await import(`data:text/javascript;base64,${btoa(unescape(encodeURIComponent(code)))}`)) as Module
      const { images, factors, split } = generateDataset(how)
      const text = (values: Uint8Array): string => {
        let out = ''
        for (let at = 0; at < values.length; at += 8192) out += String.fromCharCode(...values.subarray(at, at + 8192))
        return btoa(out)
      }
      return { images: text(images), factors: text(new Uint8Array(factors.buffer)), split: text(split) }
    },
    { code: await bundle(), how: settings },
  )
  for (const name of ['images', 'factors', 'split'] as const) {
    expect(createHash('sha256').update(Buffer.from(drawn[name], 'base64')).digest('hex'), name).toBe(firstPictures[name])
  }
})
