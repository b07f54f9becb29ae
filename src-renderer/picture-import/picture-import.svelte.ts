// Pictures that someone brings, until they are imported: what the dialog is about.
import { largest, type FoundFile } from '../lab/import-pictures.ts'
import type { ZipFile } from '../lab/zip-file.ts'

class PictureImport {
  open = $state(false)
  found: FoundFile[] = $state.raw([])
  name = $state('')
  /** Whether pictures are on their way; others are then not begun. */
  busy = $state(false)

  /** Opens the dialog about these files. */
  begin(files: readonly FoundFile[], name?: string): void {
    if (files.length === 0 || this.busy) return
    this.found = [...files]
    const [folder] = files[0]!.path.split('/')
    this.name = name ?? (files[0]!.path.includes('/') ? folder! : 'My pictures')
    this.open = true
  }
  beginZip(zip: ZipFile, name: string): void {
    this.begin(
      zip.paths.map((path) => ({ path, file: () => zip.blob(path, largest) })),
      name.replace(/\.zip$/i, ''),
    )
  }
}
export const pictureImport = new PictureImport()
