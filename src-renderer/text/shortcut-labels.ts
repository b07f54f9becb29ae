// The keys of a shortcut as they stand on a keyboard.

const keyWords: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Delete: 'Del',
  Escape: 'Esc',
}

/** "Alt+ArrowLeft" as ["Alt", "←"], one word for each key; "+" is a key of its own. */
export function keysOf(shortcut: string): string[] {
  const keys = shortcut.endsWith('+') ? [...shortcut.slice(0, -1).split('+').filter(Boolean), '+'] : shortcut.split('+')
  return keys.map((key) => (Object.hasOwn(keyWords, key) ? keyWords[key]! : key))
}
