// Files that are no network, or one in a form that is not read: what they are, and how to come from them to one that is.
import type { FaultError } from '../../../src-shared/rpc/fault.ts'
import type { NetworkFile } from './kind.ts'
import { refused } from './refusal.ts'

interface Other {
  readonly names: RegExp
  /** What they are, as a clause. */
  readonly what: string
  readonly help: string
}

const torchExport = 'torch.onnx.export(model, torch.rand(1, 3, 224, 224), "network.onnx")'
const others: readonly Other[] = [
  {
    names: /\.(pt|pth|pkl|pickle|torchscript)$|(^|\/)data\.pkl$/i,
    what: 'this is a file of PyTorch, which has to be opened with a program in Python, and no file’s program is run here',
    help: `In PyTorch, load the network, write it as ONNX and bring that file: ${torchExport}, with the size of its pictures.`,
  },
  {
    names: /\.(pb|pbtxt)$/i,
    what: 'this is a model in TensorFlow’s own form (SavedModel or a frozen graph)',
    help:
      'Convert its folder and bring what comes out: tensorflowjs_converter --input_format=tf_saved_model FOLDER NEW_FOLDER, or ' +
      'python -m tf2onnx.convert --saved-model FOLDER --output network.onnx.',
  },
  {
    names: /\.(tflite|lite)$/i,
    what: 'this is a model for TensorFlow Lite',
    help: 'Bring the network from which it was made (Keras), or convert it: python -m tf2onnx.convert --tflite FILE --output network.onnx.',
  },
  {
    names: /\.(safetensors|gguf|npz|npy|ckpt|weights|params|bin|index)$|\.data-\d+-of-\d+$|shard\d+of\d+/i,
    what: 'these are weights alone, and nothing says which layers they belong to',
    help:
      'Bring the whole network: of TensorFlow.js “model.json” with its weight files, of Keras what model.save wrote, of PyTorch an ONNX ' +
      'file.',
  },
  {
    names: /\.(caffemodel|prototxt|mlmodel|mlpackage|engine|trt|ort|pmml|joblib)$/i,
    what: 'it is in a form for another program',
    help: 'Bring it as an ONNX file (.onnx), which most programs can write.',
  },
]

const wanted = 'Bring an ONNX file (.onnx), a Keras file (.keras or .h5), or “model.json” of TensorFlow.js with its weight files.'

/** What files are that no reader takes. */
export function otherMake(files: readonly NetworkFile[]): FaultError | null {
  const other = others.find(({ names }) => files.some(({ name }) => names.test(name)))
  return other ? refused(other.what, other.help) : null
}

const named = /\.(onnx|keras|h5|hdf5)$/i
const isText = (letter: string): boolean => letter >= ' ' || '\t\n\r'.includes(letter)
const start = ({ bytes }: NetworkFile): string => new TextDecoder('latin1').decode(bytes.subarray(0, 400))

/** What a file is that is called like a network and begins like something else; null for one that may be a network. */
export function falseName(files: readonly NetworkFile[]): FaultError | null {
  const file = files.find(({ name }) => named.test(name))
  if (!file) return null
  if (file.bytes.length === 0) return refused('its file is empty', 'Copy, download or export it again.')
  const text = start(file)
  if (/^\s*(<!doctype html|<html|<\?xml)/i.test(text))
    return refused(
      'its file is a web page, as it is saved when a page is downloaded in place of the file',
      'Open the page in a browser and download the file itself.',
    )
  if (text.startsWith('version https://git-lfs'))
    return refused(
      'its file is a pointer of Git LFS: it says where the network is kept, and holds nothing of it',
      'Run “git lfs pull” where it was copied from, or download the file from the page of its repository.',
    )
  if (/^%PDF-/.test(text)) return refused('its file is a PDF document', wanted)
  if (text.startsWith('PK\u0003\u0004') && !/\.keras$/i.test(file.name))
    return refused('its file is a zip or a file of PyTorch under another name', `Give it back its ending (.zip, .keras, .pt). ${wanted}`)
  // Text has no control characters but tabs and the ends of lines; a network has some within its first bytes.
  if (file.bytes.length > 8 && [...text].every(isText)) return refused('its file holds text', wanted)
  return null
}
