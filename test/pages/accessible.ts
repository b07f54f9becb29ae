// What every page promises in both themes: no rule of axe is broken.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from 'playwright/test'

export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    // Without motion: axe would read a colour halfway between the themes.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map((one) => `${colorScheme}: ${one.id}: ${one.nodes.map((node) => node.target).join(' ')}`)).toEqual([])
  }
}
