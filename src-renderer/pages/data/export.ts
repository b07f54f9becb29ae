// What can be taken along of a dataset: its wall, its table, its settings, and its run as one file.
import FileBraces from 'lucide-static/icons/file-braces.svg?raw'
import Grid3x3 from 'lucide-static/icons/grid-3x3.svg?raw'
import Package from 'lucide-static/icons/package.svg?raw'
import Table2 from 'lucide-static/icons/table-2.svg?raw'
import { classFactors, colours, shapes, styles } from '../../../src-shared/domains/shapes/classes.ts'
import { classOf, pictureSheet } from '../../../src-shared/domains/shapes/dataset.ts'
import { encode } from 'fast-png'
import { download } from '../../components/clipboard.ts'
import type { IconSource } from '../../components/icon-source.ts'
import { toasts } from '../../state/toasts.svelte.ts'
import { transfers } from '../../lab/transfers.svelte.ts'
import type { Pictures } from '../../dataset/pictures.ts'
import type { Source } from './source.svelte.ts'

interface ExportItem {
  label: string
  icon: IconSource
  run: () => void
  disabled?: boolean
  hint?: string
}

/** One line per picture: its number, class, factors and split. Lengths in pixels, the angle in degrees. */
export function factorTable(pictures: Pictures): string {
  const { settings } = pictures
  const lines = ['picture,class,shape,style,colour,x,y,rotation,radius,split']
  for (let index = 0; index < settings.count; index++) {
    const { shape, style, colour, x, y, angle, radius } = pictures.factors(index)
    lines.push(
      [
        index,
        classOf(settings, index),
        shapes[shape],
        styles[style],
        colours[colour],
        x.toFixed(3),
        y.toFixed(3),
        ((angle * 180) / Math.PI).toFixed(2),
        radius.toFixed(3),
        pictures.split(index),
      ].join(','),
    )
  }
  return `${lines.join('\n')}\n`
}

export function exportItems(pictures: Pictures, { run }: Source, entries: readonly { label: number; index: number }[]): ExportItem[] {
  const { settings } = pictures
  const name = `dataset-seed-${settings.seed}`
  const text = (content: string): Uint8Array => new TextEncoder().encode(content)
  return [
    {
      label: 'Picture of the wall (PNG)',
      icon: Grid3x3,
      disabled: entries.length === 0,
      run: () => {
        const columns = Math.min(15, new Set(entries.map(({ label }) => label % 15)).size)
        const { width, height, data } = pictureSheet(
          settings,
          entries.map((one) => one.index),
          columns,
        )
        download(
          `${name}-wall.png`,
          new Uint8Array(encode({ width, height, channels: 4, depth: 8, data: new Uint8Array(data.buffer) })),
          'image/png',
        )
      },
    },
    { label: 'Table of all factors (CSV)', icon: Table2, run: () => download(`${name}.csv`, text(factorTable(pictures)), 'text/csv') },
    {
      label: 'Settings (JSON)',
      icon: FileBraces,
      run: () => download(`${name}.json`, text(JSON.stringify(settings, null, 2)), 'application/json'),
    },
    {
      label: 'Run with its checksums (ZIP)',
      icon: Package,
      disabled: run?.state !== 'finished',
      ...(run?.state === 'finished' ? {} : { hint: 'only for a dataset drawn here' }),
      run: () => {
        if (run) transfers.export(run).catch((error: unknown) => toasts.fail(error))
      },
    },
  ]
}

/** What a class index says, for file names: "rainbow-double-circle". */
export function classFile(label: number): string {
  const { shape, style, colour } = classFactors(label)
  return [colours[colour], styles[style], shapes[shape]].join('-')
}
