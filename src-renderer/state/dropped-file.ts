// What files that are dragged over the window are: pictures to be asked about, or runs to be imported.

/** Of a file that is dragged only the media type is known; of one that is dropped, the name too. */
interface Dragged {
  type: string
}

export type Dropped = 'picture' | 'runs' | null

/** Pictures only where all of them are; null for what is no file, such as text or a link. */
export function kindOfDrop(files: readonly Dragged[]): Dropped {
  if (files.length === 0) return null
  return files.every((one) => one.type.startsWith('image/')) ? 'picture' : 'runs'
}

/** The kind of what a drag holds. */
export function draggedKind(transfer: DataTransfer | null): Dropped {
  return kindOfDrop([...(transfer?.items ?? [])].filter((one) => one.kind === 'file'))
}
