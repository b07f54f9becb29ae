// A network on its way from what was read to what is kept: a run that says where it came from, and its file.
import { randomUUID } from 'node:crypto'
import type { ImportedHeader } from '../../../src-shared/network/model-file.ts'
import type { NetworkInfo } from '../../../src-shared/network/network-info.ts'
import { networkRecipe } from '../../../src-shared/recipe/imported-network.ts'
import { keep } from '../../../src-shared/run/results/form.ts'
import { recorded } from '../../../src-shared/run/results/index.ts'
import { networkResults } from '../../../src-shared/run/results/network.ts'
import { type Run, scienceOf } from '../../../src-shared/run/run.ts'
import { version } from '../../app/version.ts'
import { recipeHash } from '../../store/hashes.ts'
import type { Store } from '../../store/open.ts'

/** Records a network; returns its run, and the hash of its file. Nothing is recorded when it throws. */
export function keepNetwork(
  store: Store,
  {
    name,
    file,
    info,
    parameters,
  }: { name: string; file: { header: ImportedHeader; bytes: Uint8Array }; info: NetworkInfo; parameters: number },
): { id: string; model: string } {
  store.checkPlace()
  const { header, bytes } = file
  const { source, preprocessing, background, classNames } = header
  const recipe = networkRecipe.parse({ kind: 'network', source, preprocessing, background, classNames })
  const now = Math.max(Date.now(), store.runs.newest())
  const { height, width, channels } = info.input
  const classes = info.classes?.names.length ?? 0
  const run: Run = {
    id: randomUUID(),
    parent: null,
    replayOf: null,
    name: name.trim().slice(0, 200) || source.file,
    recipe,
    recipeHash: recipeHash(recipe),
    state: 'finished',
    appVersion: version,
    origin: 'here',
    science: scienceOf(recipe.kind),
    environment: null,
    created: now,
    started: now,
    finished: now,
    seconds: 0,
    summary: recorded<'network'>({ operations: header.graph.nodes.length, parameters, classes }),
    notices: [],
    fault: null,
    progress: null,
    starred: false,
    archived: false,
    trashed: null,
    note: '',
    tags: [],
  }
  let model = ''
  store.transaction(() => {
    store.runs.create(run)
    const put = (called: string, media: string, content: Uint8Array, meta: Parameters<Store['artifacts']['put']>[4]): string =>
      store.artifacts.put(run.id, called, media, content, meta)
    model = keep(put, networkResults.artifacts.model, '', bytes, {
      kind: 'imported',
      format: source.format,
      input: [height, width, channels],
      classes,
    })
  })
  return { id: run.id, model }
}
