// Where an operation stands in the network that its author wrote, as far as the file says it.
import type { Origin } from '../draft.ts'
import type { NodeMessage } from './messages.ts'

/** The modules that newer versions of PyTorch write beside each operation: "['', 'layer1', 'layer1.0', 'layer1.0.conv1', 'conv2d']". */
const scopes = 'pkg.torch.onnx.name_scopes'

export function originOf(node: NodeMessage, weightName: string | undefined): Origin {
  const told = node.metadata.get(scopes)
  if (told !== undefined && told.length < 4096) {
    const parts = Array.from(told.matchAll(/'([^']*)'/g), ([, part]) => part!)
    if (parts.length >= 2) return { path: parts.at(-2)!, word: parts.at(-1)! || node.op, helps: false }
  }
  const name = node.name.slice(0, 1000)
  // "Conv_12" and "node_conv2d_3" say less than the weights do: "layer1.0.conv1.weight".
  const module = weightName === undefined ? null : /^([A-Za-z_][\w.]*)\.(weight|kernel|weight_v|gamma)$/.exec(weightName.slice(0, 300))
  if (module && !/[./]/.test(name)) return { path: module[1]!, word: node.op.toLowerCase(), helps: false }
  if (!name.includes('/')) return { path: '', word: name || node.outputs[0]?.slice(0, 300) || node.op.toLowerCase(), helps: false }
  return ofPath(name.split('/').filter((part) => part !== ''))
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
