// Names of files from names that people give: letters of every script stay, and every file system takes them.

/** What Windows takes for a device, whatever comes after the dot. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/iu

const utf8 = new TextEncoder()

/**
 * A name of at most 80 characters and 200 bytes that names a file everywhere, no other folder, and that no program takes for a flag or
 * hides. Letters, marks, digits and emoji of every script are kept; what cannot be is left out. Never empty.
 */
export function fileName(name: string): string {
  // NFC: the form that all but one file system keep, and that people type. Of what cannot be seen only the joiners stay, which Persian and
  // emoji are written with.
  const kept = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Join_Control}\s._+()-]/gu, '')
    .replace(/\s+/gu, '-')
  let short = ''
  for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(
    kept.replace(/^[\s.+\p{Join_Control}\p{Variation_Selector}-]+/u, ''),
  )) {
    // File systems count 255 bytes, and an ending is to come.
    if (short.length + segment.length > 80 || utf8.encode(short + segment).length > 200) break
    short += segment
  }
  // Windows drops dots at the end.
  return short.replace(/[.\s-]+$/u, '').replace(devices, '$1_') || 'run'
}
