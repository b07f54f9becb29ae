// A picture on the clipboard, its pixels enlarged and never smoothed.
import { encode } from 'fast-png'
import { enlarge } from '../../visualization/export.ts'

/** False when the platform refuses. */
export async function copyPicture(rgb: Uint8Array, size: number, scale: number): Promise<boolean> {
  const side = size * scale
  const bytes = encode({ width: side, height: side, channels: 3, depth: 8, data: enlarge(rgb, { width: size, height: size }, scale) })
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([new Uint8Array(bytes)], { type: 'image/png' }) })])
    return true
  } catch {
    return false
  }
}
