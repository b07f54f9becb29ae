// The style of a report, inside the file itself: system fonts, both themes, pictures by whole pixels.

export const style = `
:root { color-scheme: light dark; --ink: light-dark(#1a1c20, #e8e9ec); --soft: light-dark(#5a5f69, #a2a7b2); --line: light-dark(#d9dce2, #34383f); --paper: light-dark(#ffffff, #16181c); }
* { box-sizing: border-box } body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 system-ui, sans-serif; font-variant-numeric: tabular-nums }
main { max-width: 1040px; margin: 0 auto; padding: 40px 24px 80px } h1 { font-size: 28px; line-height: 1.2; margin: 4px 0 24px } h2 { font-size: 19px; margin: 40px 0 8px } h3 { font-size: 13px; margin: 20px 0 8px; color: var(--soft); font-weight: 600 }
.brand, .caption, .hash, footer, figcaption { color: var(--soft) } .brand { margin: 0; letter-spacing: .04em } .reading { font-size: 17px; max-width: 70ch } .hash { font-size: 12px; overflow-wrap: anywhere }
.panels { display: flex; flex-wrap: wrap; gap: 16px } .panels figure { margin: 0; max-width: 100% } figcaption { font-size: 12.5px; max-width: 34ch; margin-top: 4px }
img { image-rendering: pixelated; border: 1px solid var(--soft); max-width: 100%; height: auto; display: block }
.wide { overflow-x: auto } table { border-collapse: collapse; margin: 16px 0; width: 100% } th, td { text-align: left; vertical-align: top; padding: 7px 14px 7px 0; border-top: 1px solid var(--line); font-weight: 400 } thead th { color: var(--soft); font-size: 13px; border-top: 0 } .number { white-space: nowrap }
.verdict { font-weight: 600 } .verdict::before { content: "= " } .verdict.differs::before { content: "≠ " } .verdict.open::before { content: "? " } .verdict.too-small::before { content: "· " } .rule { margin: 4px 0 0; color: var(--soft); font-size: 12.5px }
details { margin: 12px 0; border-top: 1px solid var(--line); padding-top: 8px } pre { font-size: 12.5px; overflow-x: auto } .chart { margin: 16px 0; max-width: 560px } .chart text { font-size: 11px; fill: var(--soft) } .legend { list-style: none; padding: 0; margin: 4px 0; display: flex; gap: 16px; flex-wrap: wrap; font-size: 12.5px }
`
