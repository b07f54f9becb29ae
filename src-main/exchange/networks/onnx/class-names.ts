// Names of classes that some exporters write beside a network, as one text.
import type { ModelMessage } from './messages.ts'

const keys = ['names', 'classes', 'class_names', 'classNames', 'labels']

/** As many as the network has classes, or null. */
export function classNamesOf({ metadata }: ModelMessage, classes: number): string[] | null {
  for (const key of keys) {
    const names = listIn(metadata.get(key) ?? '').map((name) => name.trim().slice(0, 100))
    if (names.length === classes && names.every((name) => name !== '')) return names
  }
  return null
}

/** JSON, what Python prints of a list or a dict ("{0: 'person', 1: 'car'}"), or one name a line or between commas. */
function listIn(text: string): string[] {
  try {
    const json: unknown = JSON.parse(text)
    const values = Array.isArray(json) ? json : json && typeof json === 'object' ? Object.values(json) : []
    return values.every((one) => typeof one === 'string') ? values : []
  } catch {
    if (/^\s*[[{]/.test(text))
      return Array.from(text.matchAll(/(?<=[[{,:]\s{0,4})(?:'([^']*)'|"([^"]*)")(?=\s{0,4}[\]},])/g), ([, a, b]) => a ?? b ?? '')
    return text.split(text.includes('\n') ? '\n' : ',')
  }
}
