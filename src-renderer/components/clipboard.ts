/** Puts text on the clipboard; false when the platform refuses. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

/** Offers what the lab has at an address, relative to the page, as a file of that name. */
export function downloadFrom(url: string, name: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}

/** Offers bytes as a file of that name; a blob keeps its own media type. */
export function download(name: string, bytes: Uint8Array | Blob, media?: string): void {
  const url = URL.createObjectURL(
    bytes instanceof Blob ? bytes : new Blob([bytes as Uint8Array<ArrayBuffer>], media === undefined ? {} : { type: media }),
  )
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
