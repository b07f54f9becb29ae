// Plain tables for a terminal.

/** Rows under headings, each column as wide as its widest cell. */
export function columns(headings: string[], rows: string[][]): string {
  const widths = headings.map((heading, at) => Math.max(heading.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const line = (cells: string[]): string => cells.map((cell, at) => (at === cells.length - 1 ? cell : cell.padEnd(widths[at]!))).join('  ').trimEnd()
  return [line(headings), line(widths.map((width) => '-'.repeat(Math.min(width, 60)))), ...rows.map(line)].join('\n')
}
