// Where an operation stands in the network that its author wrote, as far as the file says it.
import type { Origin } from '../draft.ts'
import type { NodeMessage } from './messages.ts'

/** The modules that newer versions of PyTorch write beside each operation: "['', 'layer1', 'layer1.0', 'layer1.0.conv1', 'conv2d']". */
const scopes = 'pkg.torch.onnx.name_scopes'

export function originOf(node: NodeMessage, weightName: string | undefined): Origin {
  const name = node.name.slice(0, 1000)
  const told = Array.from((node.metadata.get(scopes) ?? '').slice(0, 4096).matchAll(/'([^']*)'/g), ([, part]) => part!)
  const word = told.at(-1) || name || node.outputs[0]?.slice(0, 300) || node.op.toLowerCase()
  // "Conv_12" and "node_conv2d_3" say less than the weights do: "layer1.0.conv1.weight". Modules say the last of those that were joined.
  const module = weightName === undefined ? null : /^([A-Za-z_][\w.]*)\.(weight|kernel|weight_v|gamma)$/.exec(weightName.slice(0, 300))
  if (module && !name.includes('/')) return { path: module[1]!, word, helps: false }
  if (told.length >= 2) return { path: told.at(-2)!, word, helps: false }
  return name.includes('/') ? ofPath(name.split('/').filter((part) => part !== '')) : { path: '', word, helps: false }
}

/**
 * The path of a name such as "/layer1/layer1.0/conv1/Conv": each part of it is the name of a module within the one before, or that name
 * in full.
 */
function ofPath(parts: string[]): Origin {
  const word = parts.pop() ?? ''
  const path: string[] = []
  for (const part of parts) {
    if (path.length > 0 && part.startsWith(`${path.at(-1)}.`)) path.pop()
    path.push(part)
  }
  return { path: path.join('.'), word: word.replace(/^[A-Z]/, (letter) => letter.toLowerCase()), helps: false }
}
