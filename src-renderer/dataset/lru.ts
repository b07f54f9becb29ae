// Values that are kept as long as they are asked for.

/** Keeps the last `limit` values that were asked for. */
export class Lru<K, V> {
  readonly limit: number
  #values = new Map<K, V>()

  constructor(limit: number) {
    this.limit = limit
  }
  get size(): number {
    return this.#values.size
  }
  /** The value of a key, made when it is not there; the one not asked for longest makes room for it. */
  get(key: K, make: () => V): V {
    const kept = this.#values.get(key)
    if (kept !== undefined) this.#values.delete(key)
    const value = kept ?? make()
    this.#values.set(key, value)
    if (this.#values.size > this.limit) this.#values.delete(this.#values.keys().next().value!)
    return value
  }
}
