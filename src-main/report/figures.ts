// The figures of a reproduction: pictures, what one sees, what was measured, and each claim of the paper with its rule and verdict.
import { type Claim, countVerdicts, type Figure, judgedBefore, verdictSentence, verdictWords } from '../../src-shared/run/figure.ts'
import { measured } from '../../src-shared/text/numbers.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { figuresOf } from '../paper/findings.ts'
import type { Store } from '../store/open.ts'
import { type Html, html } from './html.ts'
import { image } from './picture.ts'
import { columnHeads, row } from './table.ts'

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
  const rows = figures.map((one) => row(`Figure ${one.number}. ${one.title}`, verdictsOf(one)))
  return html`<h2>Figures and claims</h2><table><tbody>${rows}</tbody></table>`
}
/** How many of its claims agree and how many do not, in words. */
export const verdictsOf = ({ claims }: Figure): string => verdictSentence(countVerdicts(claims.map((claim) => claim.verdict))) || 'no claim'

export function* figureSection(one: Figure, store: Store): Generator<Html> {
  yield html`<article><h2>Figure ${one.number}. ${one.title}</h2><p class="reading">${one.reading}</p>
`
  for (const title of new Set(one.panels.map((panel) => panel.row))) {
    yield html`<h3>${title}</h3><div class="panels">`
    for (const panel of one.panels.filter((other) => other.row === title))
      yield html`<figure>${image(panel.hash, panel.alt, store)}<figcaption><b>${panel.label}</b> ${panel.caption}</figcaption></figure>`
    yield html`</div>`
  }
  yield html`<p class="caption">The paper’s caption: “${one.caption}”</p>
${one.claims.length === 0 ? null : claimTable(one.claims)}
${one.claims.some((claim) => !claim.rule) ? html`<p class="caption">${judgedBefore}</p>` : null}
${one.remarks.map(
  ({ paper, ours }) =>
    html`<p><span class="caption">The paper says: “${paper}” This is what was done,
      not a finding, so it has no verdict.</span> ${ours}</p>`,
)}
${one.numbers.length === 0 ? null : numberTable(one.numbers)}</article>`
}

function claimTable(claims: readonly Claim[]): Html {
  const rows = claims.map((claim) => html`<tr><td>${claim.paper}</td><td>${claim.ours}${rule(claim)}</td><td>${verdict(claim)}</td></tr>`)
  return html`<div class="wide"><table><thead><tr>${columnHeads(['The paper says', 'We find', 'Verdict'])}</tr></thead>
    <tbody>${rows}</tbody></table></div>`
}
function numberTable(numbers: Figure['numbers']): Html {
  const rows = numbers.map(
    ({ label, value, unit, help }) => html`<tr><th scope="row">${label}</th>
      <td class="number">${measured(value)} ${unit}</td><td>${help}</td></tr>`,
  )
  return html`<div class="wide"><table><thead><tr>${columnHeads(['Measured', 'Value', 'What it is'])}</tr></thead>
    <tbody>${rows}</tbody></table></div>`
}

const verdict = (claim: Claim): Html => html`<span class="verdict ${claim.verdict}">${verdictWords[claim.verdict].word}</span>`
const rule = (claim: Claim): Html | null =>
  claim.rule ? html`<p class="rule"><b>Agrees if</b> ${claim.rule.agrees}.<br><b>Differs if</b> ${claim.rule.differs}.</p>` : null
