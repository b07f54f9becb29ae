// A walk saved as a file: a strip of its frames, or a film that goes there and back.
import type { ModelEntry } from '../../../src-shared/contract.ts'
import { download } from '../../components/clipboard.ts'
import { lab } from '../../lab/lab.svelte.ts'
import { toasts } from '../../state/toasts.svelte.ts'
import { loopGif, stripPng } from './film-export.ts'
import type { LatentWalk } from './latent-walk.svelte.ts'

/** Saves what is drawn, each frame `scale` times as large; says so where that fails. */
export function saveWalk(
  { rgb, walk, frames, size, speed, space }: LatentWalk,
  generator: ModelEntry,
  kind: 'png' | 'gif',
  scale: number,
): void {
  if (!rgb || !walk) return
  const about = {
    Title: `Path of ${frames} frames in the latent space of ${generator.name}`,
    Source: `generator ${space.generator}`,
    Comment: `from (${walk.frames[0]!.join(', ')}) to (${walk.frames.at(-1)!.join(', ')})`,
    Software: `Phosphene ${lab.about?.version ?? ''}`,
  }
  try {
    const film = { rgb, size, count: frames }
    if (kind === 'png') download(`path-${frames}-frames-${scale}x.png`, stripPng(film, scale, Math.min(frames, 12), about), 'image/png')
    else download(`path-${frames}-frames-${scale}x.gif`, loopGif(film, scale, Math.round(1000 / speed)), 'image/gif')
  } catch (error) {
    toasts.fail(error)
  }
}
