// What was dropped on the window, told apart by what is in it: folders are opened, zips are looked into.
import { type Brought, broughtKind, nothingBrought } from '../../src-shared/domains/brought.ts'
import { droppedFiles, type FoundFile } from '../lab/import-pictures.ts'
import { openZipFile, type ZipFile } from '../lab/zip-file.ts'

export type SortedDrop =
  | { kind: 'picture'; file: File }
  | { kind: 'runs'; files: File[] }
  | { kind: 'network'; files: { name: string; file: File }[] }
  | { kind: 'pictures'; files: FoundFile[] }
  | { kind: 'pictures of a zip'; zip: ZipFile; name: string }

const isZip = (file: File): boolean => /\.zip$/i.test(file.name)

/** To be called in the handler of the drop itself. Throws an Error, in words, for what nothing can be done with. */
export async function sortedDrop(transfer: DataTransfer): Promise<SortedDrop> {
  const files = [...transfer.files]
  const entries = [...transfer.items].flatMap((one) => (one.kind === 'file' ? (one.webkitGetAsEntry() ?? []) : []))
  const folders = entries.filter((one) => one.isDirectory)
  if (folders.length === 0) return ofFiles(files)
  const found = await droppedFiles(entries)
  const names = found.map(({ path }) => path)
  const kind = broughtKind(names)
  if (kind === 'pictures') return { kind, files: found }
  if (kind === 'network') return { kind, files: networkFiles(found) }
  if (kind === 'runs') throw new Error('This is the folder of a run that was exported as one file. Drop the .zip itself.')
  throw new Error(nothingBrought(folders[0]!.name, names))
}

async function ofFiles(files: readonly File[]): Promise<SortedDrop> {
  const [first] = files
  if (!first) throw new Error('Nothing was dropped.')
  const names = files.map(({ name }) => name)
  if (files.every((one) => one.type.startsWith('image/') && broughtKind([one.name]) === 'pictures'))
    return files.length === 1
      ? { kind: 'picture', file: first }
      : { kind: 'pictures', files: files.map((file) => ({ path: file.name, file })) }
  if (files.every(isZip)) return files.length === 1 ? ofZip(first) : ofZips(files)
  const kind = broughtKind(names)
  if (kind === 'network') return { kind, files: files.map((file) => ({ name: file.name, file })) }
  if (kind === 'pictures') return { kind, files: files.map((file) => ({ path: file.name, file })) }
  throw new Error(nothingBrought(first.name, files.length === 1 ? [first.name] : names))
}

async function ofZip(file: File): Promise<SortedDrop> {
  const zip = await openZipFile(file)
  const kind: Brought | null = broughtKind(zip.paths)
  if (kind === 'runs') return { kind, files: [file] }
  if (kind === 'network') return { kind, files: [{ name: file.name, file }] }
  if (kind === 'pictures') return { kind: 'pictures of a zip', zip, name: file.name }
  throw new Error(nothingBrought(file.name, zip.paths))
}

/** Runs come in many files; of anything else one is brought at a time. */
async function ofZips(files: readonly File[]): Promise<SortedDrop> {
  for (const file of files)
    if (broughtKind((await openZipFile(file)).paths) !== 'runs')
      throw new Error(`“${file.name}” holds no exported runs. Drop a network or a zip of pictures alone, not among other files.`)
  return { kind: 'runs', files: [...files] }
}

/** At most so many files make a network; a folder of more is no folder of one. */
const mostNetworkFiles = 1000
function networkFiles(found: readonly FoundFile[]): { name: string; file: File }[] {
  if (found.length > mostNetworkFiles)
    throw new Error('This folder holds thousands of files, and a network among them. Drop the network, or a folder of it alone.')
  return found.flatMap(({ path, file }) => (file instanceof File ? [{ name: path, file }] : []))
}
