// The marks within a paragraph of the help: {word} and {word|text} for terms, [text](#/address) for ways.
import { words, type WordId } from '../../text/glossary.ts'

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'term'; word: WordId; text: string }
  | { kind: 'link'; href: string; text: string }

const isWord = (id: string): id is WordId => Object.hasOwn(words, id)

/** Throws an Error for a term without an entry in the glossary: the tests read every page. */
export function piecesOf(paragraph: string): Piece[] {
  return paragraph
    .split(/(\{[^}]+\}|\[[^\]]+\]\([^)]+\))/)
    .filter((part) => part !== '')
    .map((part): Piece => {
      const link = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part)
      if (link) return { kind: 'link', text: link[1]!, href: link[2]! }
      if (!part.startsWith('{')) return { kind: 'text', text: part }
      const [id = '', text] = part.slice(1, -1).split('|')
      if (!isWord(id)) throw new Error(`The glossary has no entry “${id}”.`)
      return { kind: 'term', word: id, text: text ?? words[id].term.toLowerCase() }
    })
}

/** The paragraph as it is read. */
export const plainText = (paragraph: string): string =>
  piecesOf(paragraph)
    .map((one) => one.text)
    .join('')
