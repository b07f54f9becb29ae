// What the palette shows for what is typed: every word has to be there, and what fits best comes first.

interface Entry {
  title: string
  group: string
  keywords?: string
}

/** How well an entry fits what was typed, the best first: 0 for its very title; null where a word is missing. */
function rankOf({ title, group, keywords = '' }: Entry, typed: string, parts: readonly string[]): number | null {
  const name = title.toLowerCase()
  if (name === typed) return 0
  const own = name.split(/[^\p{L}\p{N}]+/u)
  // A number is meant whole: "channel 2" is not "channel 12".
  const has = (text: readonly string[], part: string): boolean =>
    text.some((word) => (/^\d+$/.test(part) ? word === part : word.startsWith(part)))
  if (name.startsWith(typed) && parts.every((part) => has(own, part))) return 1
  if (parts.every((part) => has(own, part) || (name.includes(part) && !/^\d+$/.test(part)))) return 2
  const all = [...own, ...`${keywords} ${group}`.toLowerCase().split(/[^\p{L}\p{N}]+/u)]
  return parts.every((part) => has(all, part) || (keywords.toLowerCase().includes(part) && !/^\d+$/.test(part))) ? 3 : null
}

/** The entries that have every word of what was typed, best first; what fits alike stays in its order. Nothing typed finds nothing. */
export function findEntries<E extends Entry>(entries: readonly E[], typed: string, most: number): E[] {
  const asked = typed.trim().toLowerCase().replace(/\s+/g, ' ')
  const parts = asked.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  if (parts.length === 0) return []
  return entries
    .map((entry) => ({ entry, rank: rankOf(entry, asked, parts) }))
    .filter((one): one is { entry: E; rank: number } => one.rank !== null)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map((one) => one.entry)
}
