// Settings of the lab, each a JSON value under its name.
import type { Database } from 'better-sqlite3'
import { json, type Json } from '../../src-shared/run/event.ts'

export interface Settings {
  /** Undefined for what is not there, or cannot be read. */
  get(key: string): Json | undefined
  all(): Record<string, Json>
  put(key: string, value: Json): void
  drop(key: string): void
  /** How many settings cannot be read by this version; each counts as not there, and stays as it is until it is set again. */
  unreadable(): number
}

export function settingsOf(db: Database): Settings {
  const get = db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck()
  const all = db.prepare<[], [string, string]>('SELECT key, value FROM setting ORDER BY key').raw()
  const put = db.prepare<[string, string]>(
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  const drop = db.prepare<[string]>('DELETE FROM setting WHERE key = ?')
  return {
    get(key) {
      const text = get.get(key)
      return text === undefined ? undefined : readable(text)
    },
    all: () =>
      Object.fromEntries(
        all.all().flatMap(([key, text]): [string, Json][] => {
          const value = readable(text)
          return value === undefined ? [] : [[key, value]]
        }),
      ),
    put: (key, value) => void put.run(key, JSON.stringify(json.parse(value))),
    drop: (key) => void drop.run(key),
    unreadable: () => all.all().filter(([, text]) => readable(text) === undefined).length,
  }
}

function readable(text: string): Json | undefined {
  try {
    return json.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
