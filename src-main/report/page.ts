// A report: one HTML file that needs nothing else, neither scripts nor a network, and reads like the page it was saved from.
import { fileName } from '../../src-shared/text/file-name.ts'
import type { Run } from '../../src-shared/run/run.ts'
import { shownName } from '../../src-shared/text/shown-name.ts'
import type { Store } from '../store/open.ts'
import { comparisonSection } from './comparison.ts'
import { type Html, html } from './html.ts'
import { runSection } from './run-section.ts'
import { style } from './style.ts'

export interface Report {
  /** A name for the file. */
  name: string
  /** The page as UTF-8, in pieces, with one picture in memory at a time; once. */
  pieces(): Generator<Uint8Array>
}

/** The page of a run, or of some runs side by side. */
export function reportOf(runs: Run[], store: Store): Report {
  const title = runs.length === 1 ? shownName(runs[0]!.name) : `Comparison of ${runs.length} runs`
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
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
  <title>${title} · Phosphene</title><style>${{ markup: style }}</style></head>
<body><main><header><p class="brand">Phosphene</p><h1>${title}</h1></header>
`
  if (runs.length === 1) yield* runSection(runs[0]!, store)
  else yield* comparisonSection(runs, store)
  yield html`<footer><p>Made by Phosphene ${runs[0]!.appVersion}. The same recipe gives the same result on the same machine.</p></footer>
    </main></body></html>`
}
