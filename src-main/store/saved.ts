// What the user keeps for later: points of the latent space, objectives, drafts.
import type { Database } from 'better-sqlite3'
import { json, type Json } from '../../src-shared/run/event.ts'
import { releaseOf } from './artifacts.ts'

export interface SavedItem {
  id: string
  /** What it is, such as "point", "objective" or "draft". */
  kind: string
  name: string
  body: Json
  /** Milliseconds since 1970. */
  created: number
}

export interface SavedItems {
  /** Keep an item; one with the same id is replaced, and keeps its time. An artifact whose hash its body names stays in the library. */
  put(item: SavedItem): void
  get(id: string): SavedItem | undefined
  /** The items of a kind, newest first; of all kinds, if none is given. */
  list(kind?: string): SavedItem[]
  drop(id: string): void
  /** Bytes of all bodies of a kind. */
  size(kind: string): number
  /** How many items cannot be read by this version; they are left out of every list and left as they are. */
  unreadable(): number
}

type Row = Omit<SavedItem, 'body'> & { body: string }
/** An item that cannot be read is left out, and left as it is. */
function readable({ id, kind, name, created, body: text }: Row): SavedItem[] {
  try {
    const body = json.safeParse(JSON.parse(text))
    return body.success && id.length >= 1 && id.length <= 64 && name.length <= longest && Number.isFinite(created)
      ? [{ id, kind, name, created, body: body.data }]
      : []
  } catch {
    return []
  }
}
/** Longest name of an item, in UTF-16 units: far above what can be typed, far below what a list can carry. */
const longest = 10_000
const hashesIn = (text: string): string[] => [...new Set(text.match(/[0-9a-f]{64}/g))]

export function savedOf(db: Database): SavedItems {
  const put = db.prepare<[Row]>(`INSERT INTO saved (id, kind, name, body, created) VALUES (@id, @kind, @name, @body, @created)
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, body = excluded.body`)
  const get = db.prepare<[string], Row>('SELECT * FROM saved WHERE id = ?')
  const list = db.prepare<[{ kind: string | null }], Row>(
    'SELECT * FROM saved WHERE @kind IS NULL OR kind = @kind ORDER BY created DESC, rowid DESC',
  )
  const drop = db.prepare<[string]>('DELETE FROM saved WHERE id = ?')
  const size = db.prepare<[string], number>('SELECT coalesce(sum(octet_length(body)), 0) FROM saved WHERE kind = ?').pluck()
  const release = releaseOf(db)
  const change = db.transaction((id: string, to: Row | null) => {
    const before = get.get(id)
    if (to) put.run(to)
    else drop.run(id)
    for (const hash of hashesIn(before?.body ?? '')) release(hash)
  })
  return {
    put: ({ id, kind, name, body, created }) => change(id, { id, kind, name, body: JSON.stringify(json.parse(body)), created }),
    get(id) {
      const row = get.get(id)
      return row && readable(row)[0]
    },
    list: (kind) => list.all({ kind: kind ?? null }).flatMap(readable),
    drop: (id) => change(id, null),
    size: (kind) => size.get(kind) ?? 0,
    unreadable: () => list.all({ kind: null }).filter((row) => readable(row).length === 0).length,
  }
}
