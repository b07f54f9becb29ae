// How settings are called where they are chosen in a form. Each kind says it of its own settings, beside their schema; one that is left out
// does not compile.

interface Plain<V> {
  /** A noun or two, as a label. */
  readonly label: string
  /** What stands behind its number: "px". */
  readonly unit?: string
  /** What one must know to choose, in a sentence. */
  readonly help?: string
  /** What an arrow key adds to its number; without it 1 for whole numbers, and any amount for others. */
  readonly step?: number
  /** What a new one begins with, where the schema has no default. */
  readonly initial?: V
  /** What it names, so that it can be chosen among those that there are. */
  readonly names?: Named
}
/** What a setting can name. */
export type Named = 'layer' | 'channel' | 'class' | 'generator' | 'network' | 'picture'

/** Words for a setting with values of the type `V`: also for each of its values, or for each of its kinds. */
export type FieldWords<V> = Plain<V> & Values<V> & Kinds<V>
type Values<V> = [V] extends [string] ? (string extends V ? unknown : { readonly values: { readonly [K in V]: string } }) : unknown
type Kinds<V> = V extends boolean | number | string
  ? unknown
  : V extends { kind: string } | readonly { kind: string }[]
    ? { readonly kinds: { readonly [K in KindIn<V>]: KindForm } }
    : unknown
type KindIn<V> = V extends readonly (infer T extends { kind: string })[] ? T['kind'] : V extends { kind: string } ? V['kind'] : never

/** Words for every setting of `S`. */
export type FieldsOf<S> = { readonly [F in Exclude<keyof S, 'kind'>]-?: FieldWords<NonNullable<S[F]>> }

/** A kind as a form shows it. */
export interface KindForm {
  /** As one chooses it: "Shift". */
  readonly label: string
  /** By the name of the setting. */
  readonly fields: Readonly<Record<string, AnyWords>>
}
/** Words as a form reads them, whatever they are for. */
export interface AnyWords extends Plain<unknown> {
  readonly values?: Readonly<Record<string, string>>
  readonly kinds?: Readonly<Record<string, KindForm>>
}
