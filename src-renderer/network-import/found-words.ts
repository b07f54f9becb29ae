// What was found in the files of a network, in words.
import type { FoundNetwork } from '../../src-shared/network/found-network.ts'
import { number } from '../text/format.ts'
import { formatWords } from '../text/network-text.ts'

/** "9.1 MB", "1.1 kB" */
export const megabytes = (bytes: number): string =>
  bytes < 1e5 ? `${number(bytes / 1e3, bytes < 1e4 ? 1 : 0)} kB` : `${number(bytes / 1e6, bytes < 1e7 ? 1 : 0)} MB`

export function foundRows(found: FoundNetwork): { label: string; value: string }[] {
  const { input } = found
  const sides = `${number(input.width)} × ${number(input.height)} pixels`
  return [
    { label: 'Format', value: formatWords[found.format] },
    ...(found.producer === null ? [] : [{ label: 'Written by', value: found.producer }]),
    { label: 'Pictures', value: `${sides}, ${input.channels === 3 ? 'in colour' : 'grey'}` },
    { label: 'Layers to look into', value: `${number(found.layers)}, with ${number(found.units)} units` },
    { label: 'Parameters', value: `${number(found.parameters)} (${megabytes(found.bytes)})` },
    { label: 'Classes', value: found.classes === null ? 'none: the network does not name what it sees' : number(found.classes) },
  ]
}
