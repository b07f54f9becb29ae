// What every page promises in both themes: no rule of axe is broken.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'

/** The rules that a theme can break: those that read colours. All others judge the document, which is the same in both. */
const ofColours = ['color-contrast', 'link-in-text-block']

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds in the theme that is shown, in words; with `only: 'colours'` by the rules that read colours alone. */
export async function violations(page: Page, only?: 'colours'): Promise<string[]> {
  // Axe is half a megabyte: once in a document is enough. Without frames from elsewhere it needs no second page to finish in.
  const there = await page.evaluate(() => 'axe' in window)
  const axe = new AxeBuilder({ page, ...(there ? { axeSource: ';' } : {}) }).setLegacyMode()
  axe.options({ resultTypes: ['violations'] })
  const found = await (only === undefined ? axe.withTags(standards) : axe.withRules(ofColours)).analyze()
  return found.violations.map(
    (one) =>
      `${one.id} at ${one.nodes
        .slice(0, 3)
        .map((node) => node.target.join(' '))
        .join('; ')}`,
  )
}

export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion: axe would read a colour halfway between the themes.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await violations(page, colorScheme === 'dark' ? 'colours' : undefined), colorScheme).toEqual([])
  }
}
