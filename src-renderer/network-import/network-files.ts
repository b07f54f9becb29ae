// Which of the files that someone chooses or drops are a network's, and how folders that are dropped are opened.

const endings = ['.onnx', '.keras', '.h5', '.hdf5']
const hasEnding = (name: string): boolean => endings.some((one) => name.toLowerCase().endsWith(one))
/** A model.json with its weights, as TensorFlow.js writes them, alone or in a folder. */
const isDescription = (name: string): boolean => /(^|[/-])model\.json$/i.test(name)

/** What the file chooser offers. */
export const accepted = [...endings, '.json', '.bin', '.zip'].join(',')

export interface Given {
  /** Its name, with the folders it lies in as far as they were dropped, "/" between them. */
  name: string
  file: File
}

export const given = (files: readonly File[]): Given[] => files.map((file) => ({ name: file.webkitRelativePath || file.name, file }))

/** At most so many files of a folder: a network has a few; a whole disk dropped by mistake has millions. */
const mostFiles = 2000

/**
 * The files of a drop, those in folders too. To be called in the handler of the drop itself: a moment later the browser has forgotten them.
 * Throws an Error, in words, for a folder of very many files.
 */
export function droppedFiles(transfer: DataTransfer): Promise<Given[]> {
  const roots = [...transfer.items]
    .filter((one) => one.kind === 'file')
    .map((one) => ({ entry: one.webkitGetAsEntry(), file: one.getAsFile() }))
  return collect(roots)
}

async function collect(roots: readonly { entry: FileSystemEntry | null; file: File | null }[]): Promise<Given[]> {
  const found: Given[] = []
  const take = async (entry: FileSystemEntry, path: string): Promise<void> => {
    if (found.length >= mostFiles) throw new Error('This folder holds thousands of files. Drop the folder of the network alone.')
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => {
        ;(entry as FileSystemFileEntry).file(resolve, reject)
      })
      found.push({ name: `${path}${entry.name}`, file })
      return
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader()
    for (;;) {
      // The browser answers at most a hundred at a time, and none at the end.
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
        reader.readEntries(resolve, reject)
      })
      if (some.length === 0) return
      for (const one of some) await take(one, `${path}${entry.name}/`)
    }
  }
  for (const { entry, file } of roots) {
    if (entry?.isDirectory) await take(entry, '')
    else if (file) found.push({ name: file.name, file })
  }
  return found
}

/** What to call a network: the name of its file, or of its folder where the file is called as they all are. */
export function nameFrom(names: readonly string[]): string {
  const main =
    names.find(hasEnding) ?? names.find(isDescription) ?? names.find((one) => one.toLowerCase().endsWith('.zip')) ?? names[0] ?? ''
  const parts = main.split('/')
  const own = parts.at(-1)!.replace(/\.(onnx|keras|h5|hdf5|json|zip)$/i, '')
  // What every such file is called says nothing.
  const common = /^(model|.*-model)$/i.test(own)
  return (common ? (parts.at(-2) ?? 'My network') : own).slice(0, 200) || 'My network'
}
