// The style of a report, inside the file itself: system fonts, both themes, pictures by whole pixels, and pages of paper.

export const style = `
:root {
  color-scheme: light dark; --ink: light-dark(#1a1c20, #e8e9ec); --soft: light-dark(#5a5f69, #a2a7b2);
  --line: light-dark(#d9dce2, #34383f); --paper: light-dark(#ffffff, #16181c); --c0: light-dark(#0072b2, #56b4e9);
  --c1: light-dark(#d55e00, #e69f00); --c2: light-dark(#009e73, #2fc89b); --c3: light-dark(#000000, #ffffff);
  --c4: light-dark(#b0578f, #cc79a7); --c5: #6f87a0;
}
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, sans-serif; font-variant-numeric: tabular-nums }
main { max-width: 1040px; margin: 0 auto; padding: 40px 24px 80px }
h1 { font-size: 28px; line-height: 1.2; margin: 4px 0 8px; overflow-wrap: anywhere }
h2 { font-size: 19px; margin: 40px 0 8px; overflow-wrap: anywhere }
h3 { font-size: 14px; margin: 24px 0 8px; font-weight: 600 }
h4 { font-size: 13px; margin: 12px 0 4px; font-weight: 600 }
.brand, .caption, .hash, .facts, footer, figcaption { color: var(--soft) }
.brand { margin: 0; letter-spacing: .04em }
.facts { margin: 4px 0; font-size: 13.5px }
.reading { font-size: 17px; max-width: 70ch; margin: 10px 0 }
.note { max-width: 75ch }
.hash { font-size: 12px; overflow-wrap: anywhere }
.panels { display: flex; flex-wrap: wrap; gap: 20px 16px; align-items: flex-start }
.panels figure, .pair figure { margin: 0; max-width: 100% }
figcaption { font-size: 12.5px; line-height: 1.4; max-width: 34ch; margin-top: 4px }
figcaption b { color: var(--ink); font-weight: 600 }
.pair { display: flex; flex-wrap: wrap; gap: 12px 32px; margin: 0 0 16px }
.objective { break-inside: avoid; display: inline-block; vertical-align: top; margin-right: 32px; max-width: 100% }
.film { margin-top: 6px }
img { image-rendering: pixelated; border: 1px solid var(--soft); max-width: 100%; height: auto; display: block; background: #000 }
.confusion { width: auto }
.confusion caption { text-align: left; font-weight: 600; font-size: 14px }
.confusion tbody th { width: auto }
.wide { overflow-x: auto }
table { border-collapse: collapse; margin: 12px 0; width: 100% }
th, td {
  text-align: left; vertical-align: top; padding: 7px 14px 7px 0; border-top: 1px solid var(--line); font-weight: 400;
  overflow-wrap: anywhere;
}
thead th { color: var(--soft); font-size: 13px; border-top: 0 }
tbody th { width: 32% }
.number { white-space: nowrap }
.verdict { font-weight: 600 }
.verdict::before { content: "= " }
.verdict.differs::before { content: "≠ " }
.verdict.open::before { content: "? " }
.verdict.too-small::before { content: "· " }
.rule { margin: 4px 0 0; color: var(--soft); font-size: 12.5px }
details { margin: 12px 0; border-top: 1px solid var(--line); padding-top: 8px }
summary { cursor: pointer }
pre { font-size: 12.5px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere }
.charts { display: flex; flex-wrap: wrap; gap: 16px 24px }
.chart { margin: 8px 0; width: 464px; max-width: 100% }
.chart > figcaption { color: var(--ink); font-weight: 600 }
.chart text { font-size: 11px; fill: var(--soft) }
.chart .grid { stroke: var(--line) }
.legend { list-style: none; padding: 0; margin: 4px 0; display: flex; gap: 4px 16px; flex-wrap: wrap; font-size: 12.5px }
.c0 { stroke: var(--c0) }
.c1 { stroke: var(--c1) }
.c2 { stroke: var(--c2) }
.c3 { stroke: var(--c3) }
.c4 { stroke: var(--c4) }
.c5 { stroke: var(--c5) }
@media print {
  :root { color-scheme: light }
  main { max-width: none; padding: 0 }
  figure, tr, .objective, .chart { break-inside: avoid }
  h1, h2, h3, h4 { break-after: avoid }
  .wide { overflow: visible }
  details:not([open]) { display: none }
}
`
