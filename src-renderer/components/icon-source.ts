/** The text of an icon of lucide, imported by its own path: `import Play from 'lucide-static/icons/play.svg?raw'`. */
export type IconSource = string

const drawings = new Map<IconSource, DocumentFragment>()

/**
 * A copy of what stands between `<svg ...>` and `</svg>`: every icon of lucide has the same outer element, which Icon.svelte writes. Its
 * elements are made one by one the first time, since the page's policy lets nobody hand it text to read as HTML.
 */
export function drawingOf(source: IconSource): Node {
  let drawing = drawings.get(source)
  if (!drawing) {
    drawing = document.createDocumentFragment()
    for (const [, tag = '', attributes = ''] of source.matchAll(/<(\w+)((?:\s+[\w-]+="[^"]*")*)\s*\/>/g)) {
      const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
      for (const [, name = '', value = ''] of attributes.matchAll(/([\w-]+)="([^"]*)"/g)) element.setAttribute(name, value)
      drawing.append(element)
    }
    drawings.set(source, drawing)
  }
  return drawing.cloneNode(true)
}
