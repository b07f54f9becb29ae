// A report: one HTML file that needs nothing else, neither scripts nor a network, and says by which recipe each number was made.
import { environmentRows } from '../../src-shared/environment.ts'
import { type Claim, countVerdicts, type Figure, verdictSentence, verdictWords } from '../../src-shared/figure.ts'
import type { Json } from '../../src-shared/event.ts'
import type { Run } from '../../src-shared/run.ts'
import { fileName } from '../bundle.ts'
import { differences } from '../../src-shared/differences.ts'
import { figuresOf } from '../reproduce/findings.ts'
import type { Store } from '../store/open.ts'
import { chart } from './chart.ts'
import { type Html, html } from './html.ts'
import { style } from './style.ts'


/** Points of a curve on a page of 560 pixels; extremes are kept. */
const curvePoints = 400

/** The page of some runs: their settings, side by side where they differ, curves, figures and pictures. */
export function reportPage(runs: Run[], store: Store): { name: string; bytes: Uint8Array } {
  const title = runs.length === 1 ? runs[0]!.name : `Comparison of ${runs.length} runs`
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Phosphene</title><style>${{ markup: style }}</style></head>
<body><main><header><p class="brand">Phosphene</p><h1>${title}</h1></header>
${runs.length > 1 ? comparison(runs) : null}
${runs.map((run) => section(run, store, runs.length > 1))}
<footer><p>Made by Phosphene ${runs[0]!.appVersion}. The same recipe gives the same result on the same machine.</p></footer></main></body></html>`
  return { name: `${fileName(title)}.html`, bytes: new TextEncoder().encode(page.markup) }
}

function comparison(runs: Run[]): Html {
  const rows = differences(runs.map((run) => run.recipe))
  return html`<section><h2>Settings that differ</h2>${rows.length === 0 ? html`<p>None: the recipes are equal.</p>`
    : html`<div class="wide"><table><thead><tr><th scope="col">Setting</th>${runs.map((run) => html`<th scope="col">${run.name}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr><th scope="row">${row.setting}</th>${row.values.map((value) => html`<td>${value}</td>`)}</tr>`)}</tbody></table></div>`}</section>`
}

function section(run: Run, store: Store, titled: boolean): Html {
  const figures = figuresOf(run, store)
  const children = store.runs.children(run.id)
  const state = run.state === 'finished' ? '' : ` This run is ${run.state}: what follows is what it had by then.`
  return html`<section>${titled ? html`<h2>${run.name}</h2>` : null}
<p>${new Date(run.created).toISOString().slice(0, 16).replace('T', ' ')} UTC, ${run.seconds.toFixed(1)} s of work.${state}</p>
${headline(figures)}${figures.map((one) => figureSection(one, store))}
${summary(run.summary)}${curves(run, store)}${figures.length > 0 ? null : pictures(run, store)}
${environment(run)}<details><summary>Recipe</summary><pre>${JSON.stringify(run.recipe, null, 2)}</pre><p class="hash">Recipe ${run.recipeHash} · run ${run.id}</p></details>
${children.length === 0 ? null : html`<h2>Parts</h2>${children.map((child) => html`<details><summary>${child.name}: ${child.state}, ${child.seconds.toFixed(1)} s</summary>${summary(child.summary)}${curves(child, store)}<pre>${JSON.stringify(child.recipe, null, 2)}</pre></details>`)}`}</section>`
}

/** What it was made on: on the same machine with the same settings the same recipe gives the same bytes. */
function environment(run: Run): Html {
  if (!run.environment) return html``
  return html`<details><summary>Made on</summary><table><tbody>${environmentRows(run.environment).map(({ label, value }) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>`)}</tbody></table></details>`
}

function figureSection(one: Figure, store: Store): Html {
  const rows = [...new Set(one.panels.map((panel) => panel.row))]
  return html`<article><h2>Figure ${one.number}. ${one.title}</h2><p class="caption">The paper: “${one.caption}”</p><p class="reading">${one.reading}</p>
${rows.map((row) => html`<h3>${row}</h3><div class="panels">${one.panels.filter((panel) => panel.row === row).map((panel) => html`<figure>${image(panel.hash, panel.alt, panel.width, panel.height, store)}<figcaption><b>${panel.label}</b> ${panel.caption}</figcaption></figure>`)}</div>`)}
<div class="wide"><table><thead><tr><th scope="col">Measured</th><th scope="col">Value</th><th scope="col">What it is</th></tr></thead><tbody>${one.numbers.map((number) => html`<tr><th scope="row">${number.label}</th><td class="number">${shortNumber(number.value)} ${number.unit}</td><td>${number.help}</td></tr>`)}</tbody></table></div>
${one.claims.length === 0 ? null : html`<div class="wide"><table><thead><tr><th scope="col">The paper says</th><th scope="col">We find</th><th scope="col">Verdict</th></tr></thead><tbody>${one.claims.map((claim) => html`<tr><td>${claim.paper}</td><td>${claim.ours}${rule(claim)}</td><td><span class="verdict ${claim.verdict}">${verdictWords[claim.verdict].word}</span></td></tr>`)}</tbody></table></div>`}
${one.remarks.map((remark) => html`<p><span class="caption">The paper also says: “${remark.paper}” That is no finding, so there is no verdict.</span> ${remark.ours}</p>`)}</article>`
}

const rule = (claim: Claim): Html | null => claim.rule ? html`<p class="rule"><b>Agrees if</b> ${claim.rule.agrees}.<br><b>Differs if</b> ${claim.rule.differs}.</p>` : null

/** What came of a reproduction's claims, in one sentence. */
function headline(figures: Figure[]): Html {
  const verdicts = figures.flatMap((one) => one.claims.map((claim) => claim.verdict))
  return verdicts.length === 0 ? html`` : html`<p class="reading">Of ${verdicts.length} claims of the paper, ${verdictSentence(countVerdicts(verdicts))}.</p>`
}

function image(hash: string, alt: string, width: number, height: number, store: Store): Html {
  const found = store.artifacts.read(hash)
  if (!found) return html`<p>This picture is no longer in the library.</p>`
  // Small pictures are shown at twice their size; a sheet as wide as the page, at its own.
  const scale = width <= 400 ? 2 : 1
  return html`<img alt="${alt}" width="${width * scale}" height="${height * scale}" src="data:${found.media};base64,${Buffer.from(found.bytes).toString('base64')}">`
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

function pictures(run: Run, store: Store): Html {
  const shown = store.artifacts.of(run.id).filter((one) => one.media === 'image/png').slice(0, 64)
  return shown.length === 0 ? html`` : html`<div class="panels">${shown.map((one) => {
    const [width, height] = pngSize(store.artifacts.read(one.hash)!.bytes)
    return html`<figure>${image(one.hash, one.name, width, height, store)}<figcaption>${one.name}${typeof one.meta['score'] === 'number' ? ` · ${shortNumber(one.meta['score'])}` : ''}</figcaption></figure>`
  })}</div>`
}

/** Width and height stand at bytes 16 to 23 of every PNG (ISO/IEC 15948, IHDR). */
function pngSize(bytes: Uint8Array): [number, number] {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return [view.getUint32(16), view.getUint32(20)]
}

function shortNumber(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en-US') : Math.abs(value) < 0.001 ? value.toExponential(2) : value.toPrecision(4)
}
