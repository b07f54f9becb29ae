// An entry of the glossary.

export interface Word {
  /** The field's own term: the label on screen. */
  term: string
  /** The plain word. */
  plain: string
  help: string
  /** Other names it goes by, to be found by them. */
  also?: string
}
