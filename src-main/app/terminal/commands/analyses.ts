// The commands that ask about a layer of a network: by one picture, or by the pictures of its dataset.
import { Option } from 'commander'
import { z } from 'zod'
import { atlasRecipe, eigendistortionsRecipe, gridRecipe, metamersRecipe } from '../../../../src-shared/recipe/analyses.ts'
import { pixelsOf } from '../../../../src-shared/recipe/asked-picture.ts'
import type { Recipe } from '../../../../src-shared/recipe/recipe.ts'
import { invalid } from '../../../../src-shared/rpc/fault.ts'
import { exportRun } from '../../../exchange/export.ts'
import { seedOption } from '../arguments.ts'
import { namedNetwork, namedPicture } from '../asked-picture.ts'
import type { Common, Verb } from '../command.ts'
import { conclude } from '../conclusion.ts'
import { withLab } from '../library.ts'
import { carryOut } from '../run-to-end.ts'

interface AnalysisOptions {
  layer: string
  seed: number
  settings?: string
  out?: string
}
const schemas = { grid: gridRecipe, metamers: metamersRecipe, eigendistortions: eigendistortionsRecipe, atlas: atlasRecipe }
type Kind = keyof typeof schemas
const words: Record<Kind, string> = {
  grid: 'what the activations at each place of a layer stand for in a picture (a file, or a number of the dataset)',
  metamers: 'pictures that a layer can hardly tell from this one',
  eigendistortions: 'the changes of a picture that a layer notices most and least',
  atlas: 'the activations of a layer over the pictures of the dataset, as a map of drawn cells',
}

/** Adds `grid`, `metamers`, `eigendistortions` and `atlas`. */
export function analysisCommands(verb: Verb): void {
  for (const kind of ['grid', 'metamers', 'eigendistortions'] as const)
    options(verb(`${kind} <network> <picture>`, words[kind])).action((network: string, picture: string, given: Common & AnalysisOptions) =>
      analyse(kind, network, picture, given),
    )
  options(verb('atlas <network>', words.atlas)).action((network: string, given: Common & AnalysisOptions) =>
    analyse('atlas', network, null, given),
  )
}

const options = (command: ReturnType<Verb>): ReturnType<Verb> =>
  command
    .requiredOption('--layer <name>', 'the layer, such as conv4.relu')
    .addOption(new Option('--seed <n>', 'what is random').argParser(seedOption).default(1))
    .option('--settings <json>', 'other settings of the recipe, such as {"steps":200}')
    .option('--out <dir>', 'write the results into a new or empty folder')

function analyse(kind: Kind, given: string, picture: string | null, options: Common & AnalysisOptions): Promise<void> {
  return withLab(options, async (lab) => {
    const network = await namedNetwork(lab, given)
    const { layer, seed } = options
    const asked = { ...settingsIn(options.settings), kind, model: network.hash, layer, seed }
    const parsed = schemas[kind].safeParse(picture === null ? asked : { ...asked, picture: pixelsOf(await namedPicture(network, picture)) })
    if (!parsed.success) throw invalid(`These settings do not fit. ${z.prettifyError(parsed.error)}`)
    const run = await carryOut(lab, () => lab.client.startRun({ recipe: parsed.data as Recipe }))
    if (options.out === undefined) return conclude(options, lab, run)
    const files = await exportRun(run, lab.store, lab.interactive, options.out)
    conclude(options, lab, run, { out: options.out, files })
  })
}

function settingsIn(text: string | undefined): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(text === undefined ? {} : JSON.parse(text))
  } catch {
    throw invalid(`${text} is not a JSON object of settings.`)
  }
}
