// The paper's experiments at their smallest size, from the command line to the page that shows them. What the networks find at this size
// says nothing of the paper; that every figure is there, whole, in words and the same again, does.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenLab } from '../../src-main/lab.ts'
import { reportOf } from '../../src-main/report/page.ts'
import { readPng } from '../../src-main/image/png.ts'
import { type Figure, verdict } from '../../src-shared/run/figure.ts'
import { reproduceRecipe } from '../../src-shared/recipe/recipe.ts'
import { reproduction } from '../../src-shared/recipe/reproduction-presets.ts'
import { plannedParts } from '../../src-shared/run/reproduction-progress.ts'
import { runDetail } from '../../src-shared/contract.ts'
import { carryOut, newFolder, openIn, removeFolders } from '../fixtures/library.ts'
import { readable, unreadableIn } from '../fixtures/report-text.ts'

const folder = newFolder()
const page = join(folder, 'tiny.html')
let printed: { id: string; state: string; summary: Record<string, unknown>; figures: Figure[] }
let lab: OpenLab

beforeAll(async () => {
  const entry = fileURLToPath(new URL('../../src-main/command-line.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    [entry, 'reproduce', '--preset', 'tiny', '--seed', '5', '--library', join(folder, 'library'), '--out', page, '--json'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let [out, words] = ['', '']
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text
  })
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  expect(await new Promise((resolve) => child.on('close', resolve)), words).toBe(0)
  printed = JSON.parse(out) as typeof printed
  lab = await openIn(join(folder, 'library'))
})
afterAll(async () => {
  await lab?.close()
  removeFolders()
})

test('every figure of the paper is there, each panel a picture of the size it says, each number finite, each claim judged', async () => {
  expect(printed.state).toBe('finished')
  const figures = await lab.client.figures({ id: printed.id })
  expect(figures).toEqual(printed.figures)
  expect(figures.map((one) => one.number)).toEqual([7, 8, 9, 10, 11, 12, 13])
  for (const figure of figures) {
    expect(figure.panels.length).toBeGreaterThan(0)
    for (const panel of figure.panels) {
      const found = lab.store.artifacts.read(panel.hash)
      expect(found?.media).toBe('image/png')
      expect(readPng(found!.bytes)).toMatchObject({ width: panel.width, height: panel.height })
      expect(panel.alt.length).toBeGreaterThan(10)
    }
    expect(figure.numbers.every(({ value }) => Number.isFinite(value))).toBe(true)
    expect(figure.claims.length + figure.remarks.length).toBeGreaterThan(0)
    for (const claim of figure.claims) {
      expect(verdict.options).toContain(claim.verdict)
      expect(claim.rule?.agrees).toMatch(/\w/)
      expect(claim.rule?.differs).toMatch(/\w/)
    }
    for (const words of [
      figure.reading,
      ...[...figure.claims, ...figure.remarks].map((one) => one.ours),
      ...figure.panels.flatMap((panel) => [panel.caption, panel.alt]),
    ])
      expect(words).not.toMatch(/NaN|Infinity|undefined|null/)
    expect(figure.runs.length).toBeGreaterThan(0)
    for (const run of figure.runs)
      expect(lab.store.runs.get(run.id)).toMatchObject({ state: 'finished', parent: printed.id, name: run.name })
  }
  expect(printed.summary).toMatchObject({ figures: [7, 8, 9, 10, 11, 12, 13], claims: figures.flatMap((one) => one.claims).length })
})

test('networks that have not learnt make the claims about them too small to tell, and each says why', () => {
  expect(printed.summary['testAccuracy']).toBeLessThan(0.5)
  const claims = printed.figures.flatMap((one) => one.claims)
  for (const claim of claims) {
    expect(claim.verdict).toBe('too-small')
    expect(claim.ours).toMatch(/Too small to tell: /)
  }
  expect(printed.summary).toMatchObject({ agrees: 0, differs: 0, open: 0, tooSmall: claims.length })
})

test('what a reproduction’s page says of a claim, the HTML file says too: verdict, rule, and how many there are of each', () => {
  const html = readFileSync(page, 'utf8')
  const claims = printed.figures.flatMap((one) => one.claims)
  expect(readable(html)).toMatch(
    new RegExp(
      `^.*7 figures of the paper, redrawn in .*\\. Of ${claims.length} claims, ` +
        `${claims.length} are too small to tell\\. Its classifier names`,
    ),
  )
  // What was less than in the paper stands at the top.
  expect(readable(html).indexOf('Reduced: ')).toBeLessThan(readable(html).indexOf('Figure 7.'))
  expect(html.split('>too small to tell<').length - 1).toBe(claims.length)
  expect(html.split('<b>Agrees if</b>').length - 1).toBe(claims.length)
})

test('a report of any part, as of the whole, holds no word that only the lab knows', () => {
  const parts = [...new Map(lab.store.runs.children(printed.id).map((part) => [part.recipe.kind, part])).values()]
  expect(parts.length).toBe(8)
  for (const run of [lab.store.runs.get(printed.id)!, ...parts]) {
    const html = Buffer.concat([...reportOf([run], lab.store).pieces()]).toString('utf8')
    expect(unreadableIn(html), run.name).toEqual([])
    if (['dataset', 'ascend', 'examples', 'search'].includes(run.recipe.kind)) expect(html, run.name).toContain('<img ')
  }
})

test('the shapes of the figures are the paper’s', () => {
  const panels = (number: number, row?: string) =>
    printed.figures.find((one) => one.number === number)!.panels.filter((panel) => row === undefined || panel.row === row)
  for (const row of ['Naive', 'Robust', 'Best dataset example']) {
    expect(panels(7, row)).toHaveLength(8)
    expect(panels(10, row)).toHaveLength(4)
  }
  expect(panels(8)[0]).toMatchObject({ width: 15 * 48, height: 4 * 48 })
  for (const row of ['Uniform in the box', 'Where the data lie']) expect(panels(12, row)).toHaveLength(8)
  expect(panels(13).map(({ width, height }) => [width, height])).toEqual(Array.from({ length: 8 }, () => [4 * 48, 48]))
})

test('the page needs nothing but itself: no scripts, no addresses, every picture inside', () => {
  const html = readFileSync(page, 'utf8')
  expect(html).toMatch(/^<!doctype html>/)
  expect(html).not.toMatch(/<script|\bon\w+=|javascript:/i)
  expect(html).not.toMatch(/https?:\/\//)
  expect(html).not.toMatch(/url\(|@import|<link|<iframe/i)
  for (const [, source] of html.matchAll(/<img[^>]* src="([^"]{0,30})/g)) expect(source).toMatch(/^data:image\/png;base64,/)
  for (const { number } of printed.figures) expect(html).toContain(`Figure ${number}.`)
  expect(html).toContain(printed.id)
  for (const tag of ['table', 'article', 'details', 'figure', 'svg'])
    expect(html.split(`<${tag}`).length).toBe(html.split(`</${tag}>`).length)
})

test('parts carried out again give the same bytes', async () => {
  const { children } = runDetail.parse(await lab.client.getRun({ id: printed.id }))
  expect(children.map(({ name }) => name).sort()).toEqual(
    plannedParts(reproduction('tiny', 5))
      .map(({ name }) => name)
      .sort(),
  )
  for (const name of ['Dataset', 'Classifier', 'Channels, robust', 'Latent search', 'Nearest training pictures, generated']) {
    const part = children.find((child) => child.name === name)!
    const { id } = await lab.client.replayRun({ id: part.id })
    expect((await lab.ended(id)).state).toBe('finished')
    expect(await lab.client.compareArtifacts({ id: part.id, other: id })).toMatchObject({ same: true })
  }
})

test(
  'a whole reproduction carried out again is the same to the byte, figures and all; a second one takes its parts from the ' + 'first',
  async () => {
    const tiny = reproduction('tiny', 2)
    const recipe = reproduceRecipe.parse({
      ...tiny,
      dataset: { ...tiny.dataset, count: 120, size: 16 },
      classifier: { ...tiny.classifier, epochs: 1 },
      autoencoder: { ...tiny.autoencoder, epochs: 1 },
      pixelSteps: 4,
      latentSteps: 4,
      samples: 300,
    })
    const first = await carryOut(lab, recipe)
    expect(first).toMatchObject({ state: 'finished', fault: null })
    const { id: replay } = await lab.client.replayRun({ id: first.id })
    expect((await lab.ended(replay)).state).toBe('finished')
    const comparison = await lab.client.compareArtifacts({ id: first.id, other: replay })
    expect(comparison.rows.filter((row) => !row.same)).toEqual([])
    expect(comparison.rows.length).toBeGreaterThan(60)
    const second = await carryOut(lab, recipe)
    const { children } = await lab.client.getRun({ id: second.id })
    expect(children).toHaveLength(16)
    expect(children.every((child) => child.notices.some((notice) => notice.code === 'reused'))).toBe(true)
    expect((await lab.client.compareArtifacts({ id: first.id, other: second.id })).same).toBe(true)
  },
)
