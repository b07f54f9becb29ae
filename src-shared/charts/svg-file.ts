// What every chart that is saved as an SVG file has in common: its title, a white ground, plain text, colours that a drawing program knows.

/** Okabe and Ito's colours that keep 3:1 on white. */
export const fileColours = ['#0072b2', '#d55e00', '#009e73', '#000000', '#b0578f', '#56708a']
export const softInk = '#5a5f69'
export const gridInk = '#d9dce2'
/** Height that the title takes at the top of a file, in units of the drawing. */
export const titleHeight = 26

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
/**
 * Words as XML has them, in text and in attributes: what XML 1.0 does not allow at all (control characters, lone surrogates) is left out.
 */
export function svgText(words: string): string {
  return words.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '').replace(/[&<>"]/g, (one) => escapes[one]!)
}

/** A length or place, to a tenth of a unit; 0 where it is no number, since a file with "NaN" in it is drawn by no program. */
export function place(value: number): string {
  return Number.isFinite(value) ? value.toFixed(1) : '0.0'
}

/** Width of a letter of the title, with room to spare: files name no font that is sure to be there. */
const letter = 8.2

/**
 * The file: `parts` are drawn below the title, in a box from (0, 0) to (needed, height); it opens at twice that size. A long title has it
 * wider.
 */
export function svgFile(title: string, needed: number, height: number, parts: readonly string[]): string {
  const whole = titleHeight + height
  const width = Math.max(needed, Math.ceil(20 + letter * title.length))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${2 * width}" ` +
      `height="${place(2 * whole)}" viewBox="0 0 ${width} ${place(whole)}" font-family="sans-serif" font-size="11">`,
    `<title>${svgText(title)}</title><rect width="${width}" height="${place(whole)}" fill="#ffffff"/><text x="10" y="18" ` +
      `font-size="13" font-weight="bold">${svgText(title)}</text>`,
    `<g transform="translate(0 ${titleHeight})">`,
    ...parts,
    '</g></svg>',
    '',
  ].join('\n')
}
