// The figures of a reproduction: pictures, what one sees, what was measured, and each claim of the paper with its rule and verdict.
import { type Claim, countVerdicts, type Figure, judgedBefore, verdictSentence, verdictWords } from '../../src-shared/run/figure.ts'
import { measured } from '../../src-shared/text/numbers.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { figuresOf } from '../paper/findings.ts'
import type { Store } from '../store/open.ts'
import { type Html, html } from './html.ts'
import { image } from './picture.ts'

/** Null when they are not what this version writes, as in a file from elsewhere. */
export function readFigures(run: Run, store: Store): Figure[] | null {
  try {
    return figuresOf(run, store)
  } catch {
    return null
  }
}

/** All figures and the verdicts on their claims in one table. */
export function glance(figures: readonly Figure[]): Html {
  return html`<h2>Figures and claims</h2><table><tbody>${figures.map(
    (one) => html`<tr><th scope="row">Figure ${one.number}. ${one.title}
    </th><td>${verdictSentence(countVerdicts(one.claims.map((claim) => claim.verdict))) || 'no claim'}</td></tr>`,
  )}</tbody></table>`
}

export function* figureSection(one: Figure, store: Store): Generator<Html> {
  yield html`<article><h2>Figure ${one.number}. ${one.title}</h2><p class="reading">${one.reading}</p>
`
  for (const row of new Set(one.panels.map((panel) => panel.row))) {
    yield html`<h3>${row}</h3><div class="panels">`
    for (const panel of one.panels.filter((other) => other.row === row))
      yield html`<figure>${image(panel.hash, panel.alt, store)}<figcaption><b>${panel.label}</b> ${panel.caption}</figcaption></figure>`
    yield html`</div>`
  }
  yield html`<p class="caption">The paper’s caption: “${one.caption}”</p>
${
  one.claims.length === 0
    ? null
    : html`<div class="wide"><table><thead><tr><th scope="col">The paper says</th><th scope="col">We find</th>
  <th scope="col">Verdict</th></tr></thead><tbody>${one.claims.map(
    (claim) => html`<tr><td>${claim.paper}</td><td>
    ${claim.ours}${rule(claim)}</td><td>${verdict(claim)}</td></tr>`,
  )}</tbody></table></div>`
}
${one.claims.some((claim) => !claim.rule) ? html`<p class="caption">${judgedBefore}</p>` : null}
${one.remarks.map(
  (remark) => html`<p>
  <span class="caption">The paper says: “${remark.paper}” This is what was done, not a finding, so it has no verdict.</span> ${remark.ours}
    </p>`,
)}
${
  one.numbers.length === 0
    ? null
    : html`<div class="wide"><table><thead><tr><th scope="col">Measured</th><th scope="col">Value</th>
  <th scope="col">What it is</th></tr></thead><tbody>${one.numbers.map(
    (number) => html`<tr><th scope="row">${number.label}</th>
    <td class="number">${measured(number.value)} ${number.unit}</td><td>${number.help}</td></tr>`,
  )}</tbody></table></div>`
}</article>`
}

const verdict = (claim: Claim): Html => html`<span class="verdict ${claim.verdict}">${verdictWords[claim.verdict].word}</span>`
const rule = (claim: Claim): Html | null =>
  claim.rule ? html`<p class="rule"><b>Agrees if</b> ${claim.rule.agrees}.<br><b>Differs if</b> ${claim.rule.differs}.</p>` : null
