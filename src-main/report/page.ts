// A report: one HTML file that needs nothing else, neither scripts nor a network, and says by which recipe each number was made.
import { environmentRows } from '../../src-shared/environment.ts'
import { type Claim, countVerdicts, type Figure, judgedBefore, verdictSentence, verdictWords } from '../../src-shared/figure.ts'
import type { Json } from '../../src-shared/event.ts'
import type { Run } from '../../src-shared/run.ts'
import { fileName } from '../../src-shared/file-name.ts'
import { differences } from '../../src-shared/differences.ts'
import { figuresOf } from '../reproduce/findings.ts'
import type { Store } from '../store/open.ts'
import { chart } from './chart.ts'
import { type Html, html } from './html.ts'
import { style } from './style.ts'


/** Points of a curve on a page of 560 pixels; extremes are kept. */
const curvePoints = 400

export interface Report {
  /** A name for the file. */
  name: string
  /** The page as UTF-8, in pieces, with one picture in memory at a time; once. */
  pieces(): Generator<Uint8Array>
}

/** The page of some runs: their settings, side by side where they differ, curves, figures and pictures. */
export function reportOf(runs: Run[], store: Store): Report {
  const title = runs.length === 1 ? runs[0]!.name : `Comparison of ${runs.length} runs`
  return {
    name: `${fileName(title)}.html`,
    *pieces() {
      const text = new TextEncoder()
      for (const { markup } of page(title, runs, store)) yield text.encode(markup)
    },
  }
}

function* page(title: string, runs: Run[], store: Store): Generator<Html> {
  yield html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"><title>${title} · Phosphene</title><style>${{ markup: style }}</style></head>
<body><main><header><p class="brand">Phosphene</p><h1>${title}</h1></header>
${runs.length > 1 ? comparison(runs) : null}
`
  for (const run of runs) yield* section(run, store, runs.length > 1)
  yield html`<footer><p>Made by Phosphene ${runs[0]!.appVersion}. The same recipe gives the same result on the same machine.</p></footer></main></body></html>`
}

function comparison(runs: Run[]): Html {
  const rows = differences(runs.map((run) => run.recipe))
  return html`<section><h2>Settings that differ</h2>${rows.length === 0 ? html`<p>None: the recipes are equal.</p>`
    : html`<div class="wide"><table><thead><tr><th scope="col">Setting</th>${runs.map((run) => html`<th scope="col">${run.name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr><th scope="row">${row.setting}</th>${row.values.map((value) => html`<td>${value}</td>`)}</tr>`)}</tbody></table></div>`}</section>`
}

const origins: Record<Run['origin'], string> = { here: '', starter: ' It came with the lab.', imported: ' It was imported: this library did not carry it out.' }

function* section(run: Run, store: Store, titled: boolean): Generator<Html> {
  const figures = readFigures(run, store)
  const children = store.runs.children(run.id)
  const state = run.state === 'finished' ? '' : ` This run is ${run.state}: what follows is what it had by then.`
  yield html`<section>${titled ? html`<h2>${run.name}</h2>` : null}
<p>${new Date(run.created).toISOString().slice(0, 16).replace('T', ' ')} UTC, ${run.seconds.toFixed(1)} s of work.${origins[run.origin]}${state}</p>
`
  if (figures === null) yield html`<p>The figures of this run cannot be read by this version.</p>`
  yield headline(figures ?? [])
  for (const one of figures ?? []) yield* figureSection(one, store)
  yield html`${summary(run.summary)}${curves(run, store)}`
  if (figures === null || figures.length === 0) yield* pictures(run, store)
  yield html`${environment(run)}<details><summary>Recipe</summary><pre>${JSON.stringify(run.recipe, null, 2)}</pre><p class="hash">Recipe ${run.recipeHash} · run ${run.id}</p></details>
${children.length === 0 ? null : html`<h2>Parts</h2>`}`
  for (const child of children) yield html`<details><summary>${child.name}: ${child.state}, ${child.seconds.toFixed(1)} s</summary>${summary(child.summary)}${curves(child, store)}<pre>${JSON.stringify(child.recipe, null, 2)}</pre></details>`
  yield html`</section>`
}

/** What it was made on: on the same machine with the same settings the same recipe gives the same bytes. */
function environment(run: Run): Html {
  if (!run.environment) return html``
  return html`<details><summary>Made on</summary><table><tbody>${environmentRows(run.environment).map(({ label, value }) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>`)}</tbody></table></details>`
}

/** Null when they are not what this version writes, as in a file from elsewhere. */
function readFigures(run: Run, store: Store): Figure[] | null {
  try { return figuresOf(run, store) } catch { return null }
}

function* figureSection(one: Figure, store: Store): Generator<Html> {
  yield html`<article><h2>Figure ${one.number}. ${one.title}</h2><p class="caption">The paper: “${one.caption}”</p><p class="reading">${one.reading}</p>
`
  for (const row of new Set(one.panels.map((panel) => panel.row))) {
    yield html`<h3>${row}</h3><div class="panels">`
    for (const panel of one.panels.filter((other) => other.row === row)) yield html`<figure>${image(panel.hash, panel.alt, store)}<figcaption><b>${panel.label}</b> ${panel.caption}</figcaption></figure>`
    yield html`</div>`
  }
  yield html`
<div class="wide"><table><thead><tr><th scope="col">Measured</th><th scope="col">Value</th><th scope="col">What it is</th></tr></thead><tbody>${one.numbers.map((number) => html`<tr><th scope="row">${number.label}</th><td class="number">${shortNumber(number.value)} ${number.unit}</td><td>${number.help}</td></tr>`)}</tbody></table></div>
${one.claims.length === 0 ? null : html`<div class="wide"><table><thead><tr><th scope="col">The paper says</th><th scope="col">We find</th><th scope="col">Verdict</th></tr></thead><tbody>${one.claims.map((claim) => html`<tr><td>${claim.paper}</td><td>${claim.ours}${rule(claim)}</td><td><span class="verdict ${claim.verdict}">${verdictWords[claim.verdict].word}</span></td></tr>`)}</tbody></table></div>`}
${one.claims.some((claim) => !claim.rule) ? html`<p class="caption">${judgedBefore}</p>` : null}
${one.remarks.map((remark) => html`<p><span class="caption">The paper says: “${remark.paper}” This is what was done, not a finding, so it has no verdict.</span> ${remark.ours}</p>`)}</article>`
}

const rule = (claim: Claim): Html | null => claim.rule ? html`<p class="rule"><b>Agrees if</b> ${claim.rule.agrees}.<br><b>Differs if</b> ${claim.rule.differs}.</p>` : null

/** What came of a reproduction's claims, in one sentence. */
function headline(figures: Figure[]): Html {
  const verdicts = figures.flatMap((one) => one.claims.map((claim) => claim.verdict))
  return verdicts.length === 0 ? html`` : html`<p class="reading">Of ${verdicts.length} claims of the paper, ${verdictSentence(countVerdicts(verdicts))}.</p>`
}

function image(hash: string, alt: string, store: Store): Html {
  const found = store.artifacts.read(hash)
  if (!found) return html`<p>This picture is no longer in the library.</p>`
  const size = found.media === 'image/png' ? pngSize(found.bytes) : null
  if (!size) return html`<p>This picture cannot be read: it is no PNG.</p>`
  const [width, height] = size
  // Small pictures are shown at twice their size; a sheet as wide as the page, at its own.
  const scale = width <= 400 ? 2 : 1
  return html`<img alt="${alt}" width="${width * scale}" height="${height * scale}" src="data:image/png;base64,${Buffer.from(found.bytes.buffer, found.bytes.byteOffset, found.bytes.length).toString('base64')}">`
}

function summary(values: Record<string, Json>): Html {
  const rows = Object.entries(values).filter(([, value]) => value === null || typeof value !== 'object')
  return rows.length === 0 ? html`` : html`<table><tbody>${rows.map(([key, value]) => html`<tr><th scope="row">${key}</th><td class="number">${typeof value === 'number' ? shortNumber(value) : String(value)}</td></tr>`)}</tbody></table>`
}

function curves(run: Run, store: Store): Html {
  const groups = new Map<string, string[]>()
  for (const { series } of store.metrics.series(run.id)) {
    const measure = series.split('/').slice(1).join('/') || series
    const group = series.includes('/') && ['train', 'validation', 'test'].includes(series.split('/')[0]!) ? measure : series.split('/')[0]!
    groups.set(group, [...(groups.get(group) ?? []), series])
  }
  // A search has hundreds of curves; a page shows the first few of a group.
  return html`${[...groups].slice(0, 6).map(([group, names]) => chart(group, names.slice(0, 6).map((label) => ({ label, points: store.metrics.read(run.id, label, { points: curvePoints }).map(({ step, value }): [number, number] => [step, value]) }))))}`
}

function* pictures(run: Run, store: Store): Generator<Html> {
  const shown = store.artifacts.of(run.id).filter((one) => one.media === 'image/png').slice(0, 64)
  if (shown.length === 0) return
  yield html`<div class="panels">`
  for (const one of shown) yield html`<figure>${image(one.hash, one.name, store)}<figcaption>${one.name}${typeof one.meta['score'] === 'number' ? ` · ${shortNumber(one.meta['score'])}` : ''}</figcaption></figure>`
  yield html`</div>`
}

/** Width and height stand at bytes 16 to 23 of every PNG (ISO/IEC 15948, IHDR); null for what is none. */
function pngSize(bytes: Uint8Array): [number, number] | null {
  if (bytes.length < 24) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return view.getUint32(0) === 0x8950_4e47 ? [view.getUint32(16), view.getUint32(20)] : null
}

function shortNumber(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : Math.abs(value) < 0.001 ? value.toExponential(2) : value.toPrecision(4)
}
