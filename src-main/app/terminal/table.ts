// Plain tables for a terminal.

/** Rows under headings, each column as wide as its widest cell. */
export function columns(headings: string[], rows: string[][]): string {
  const widths = headings.map((heading, at) => rows.reduce((width, row) => Math.max(width, row[at]?.length ?? 0), heading.length))
  const line = (cells: string[]): string =>
    cells
      .map((cell, at) => (at === cells.length - 1 ? cell : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd()
  return [line(headings), line(widths.map((width) => '-'.repeat(Math.min(width, 60)))), ...rows.map(line)].join('\n')
}
