// What of a folder is imported: which files are pictures, and which class each belongs to.

/** Endings of the files that are read as pictures. */
export const pictureEndings = ['.png', '.jpg', '.jpeg', '.webp', '.gif'] as const

export interface PlannedFile {
  path: string
  /** Number of its class; 0 where there are no classes. */
  label: number
}
export interface ImportPlan {
  /** Names of the classes in the order of their numbers; none where no folder stands for a class. */
  classes: string[]
  /** In the order in which they are imported. */
  files: PlannedFile[]
  /** Pictures that lie beside the folders of the classes, and so belong to none: they are left out. */
  outside: string[]
  /** How many files are no pictures by their names. */
  others: number
}

/** By its name. */
export const isPicture = (path: string): boolean => pictureEndings.some((ending) => path.toLowerCase().endsWith(ending))
/** What systems leave in folders: macOS puts "._name.jpg" and __MACOSX beside pictures, which are none. */
export const isHidden = (path: string): boolean => path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX')
const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * Plans the import of these files, by their paths with "/" from any folder on. A folder in which all pictures lie is passed over, and so
 * is a folder in that; what is then the first folder of a picture is its class.
 */
export function planImport(paths: readonly string[]): ImportPlan {
  const pictures = paths.filter((path) => isPicture(path) && !isHidden(path)).sort(inOrder)
  const folders = pictures.map((path) => path.split('/').slice(0, -1))
  let depth = 0
  while (folders.length > 0 && folders.every((one) => one.length > depth && one[depth] === folders[0]![depth])) depth++
  const classes = [...new Set(folders.flatMap((one) => one.slice(depth, depth + 1)))].sort(inOrder)
  const numbers = new Map(classes.map((name, label) => [name, label]))
  const files: PlannedFile[] = []
  const outside: string[] = []
  for (const [at, path] of pictures.entries()) {
    const folder = folders[at]![depth]
    if (folder === undefined && classes.length > 0) outside.push(path)
    else files.push({ path, label: folder === undefined ? 0 : numbers.get(folder)! })
  }
  return { classes, files, outside, others: paths.filter((path) => !isHidden(path)).length - pictures.length }
}
