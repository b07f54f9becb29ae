// What files that someone brings are: told by the names of all of them, as they lie in a folder or zip.
import { isHidden, isPicture } from './pictures/plan.ts'

export type Brought = 'runs' | 'network' | 'pictures'

const networks = /\.(onnx|keras|h5|hdf5)$|(^|[/-])model\.json$/i
/** Networks that cannot be read, whose reader says what to do. */
const otherNetworks = new RegExp(
  String.raw`\.(pt|pth|pkl|ckpt|pb|pbtxt|tflite|lite|safetensors|gguf|caffemodel|prototxt|mlmodel|mlpackage|engine|trt|torchscript)$` +
    String.raw`|\.(weights|ort|npz|bin)$|(^|/)data\.pkl$`,
  'i',
)
/** Pictures that are not read. */
const otherPictures = /\.(heic|heif|avif|tiff?|bmp|svg|jxl|jp2|cr2|cr3|nef|arw|dng|raw|psd)$/i

/** Null for what is none of them. A network among pictures is meant itself. */
export function broughtKind(names: readonly string[]): Brought | null {
  const files = names.filter((name) => !name.endsWith('/') && !isHidden(name))
  if (files.includes('manifest.json') && files.some((name) => /^(recipe\.json|manifest\.sha256|artifacts\/)/.test(name))) return 'runs'
  const kinds = [
    ['network', (name: string) => networks.test(name)],
    ['pictures', isPicture],
    ['network', (name: string) => otherNetworks.test(name)],
    ['pictures', (name: string) => otherPictures.test(name)],
  ] as const
  return kinds.find(([, fits]) => files.some((name) => fits(name)))?.[0] ?? null
}

/** What is said of what was brought and is none of them. */
export function nothingBrought(called: string, names: readonly string[]): string {
  const files = names.filter((name) => !name.endsWith('/') && !isHidden(name))
  const some = files.slice(0, 3).map((name) => `“${name.split('/').at(-1)!.slice(0, 60)}”`)
  const inside = `It holds ${some.join(', ') || 'no files'}${files.length > 3 ? ' and others' : ''}.`
  return [
    `“${called.slice(0, 100)}” is nothing that can be taken in.`,
    ...(files.length === 1 && files[0] === called ? [] : [inside]),
    'What can be: runs that were exported here (.zip), a network (.onnx, .keras, .h5, or model.json of TensorFlow.js with its weights),',
    'and pictures (PNG, JPEG, WebP, GIF). A zip or folder of them can be, too.',
  ].join(' ')
}

/** What is said of pictures of kinds that are not read; null where there are none. */
export function otherPicturesWords(names: readonly string[]): string | null {
  const kinds = new Set(names.filter((name) => !isHidden(name)).flatMap((name) => otherPictures.exec(name)?.[1]?.toUpperCase() ?? []))
  if (kinds.size === 0) return null
  return `Pictures of the kind ${[...kinds].slice(0, 3).join(', ')} are not read. Save them as JPEG or PNG, and bring those.`
}
