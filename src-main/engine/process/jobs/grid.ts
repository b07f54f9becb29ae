// What the activations at each place of a layer stand for in one picture, drawn as pictures side by side.
import { keep, keepTable } from '../../../../src-shared/run/results/form.ts'
import { gridResults } from '../../../../src-shared/run/results/analyses.ts'
import { isPictures } from '../../../../src-shared/domains/dataset.ts'
import { datasetOf as modelDataset } from '../../../../src-shared/network/model-file.ts'
import { pictureShape } from '../../../../src-shared/network/network-info.ts'
import { writePng } from '../../../image/png.ts'
import { activationsOf, placesOf } from '../../../science/analyses/activations.ts'
import { agreements, blockMeans, directionsOf, meanAgreement } from '../../../science/analyses/directions.ts'
import { pictureIn, pngOf, toldOf, withNetwork } from '../analysed-network.ts'
import { datasetOf } from '../dataset-cache.ts'
import { answersOf, drawnDirections, sheetOf } from '../drawn-directions.ts'
import type { Job } from '../job.ts'

const { artifacts } = gridResults

export const gridJob: Job<'grid'> = (recipe, context) =>
  withNetwork(recipe, context, async (network, header) => {
    const { layer, parameterization: space } = recipe
    const dataset = modelDataset(header)
    const colours = 'colour' in space && space.colour === 'dataset'
    if (colours && dataset && isPictures(dataset) && (await datasetOf(dataset, context)) === null) return {}
    const picture = pictureIn(recipe.picture)
    const grid = blockMeans(activationsOf(network, layer, picture), placesOf(network, layer), recipe.side)
    const directions = directionsOf(grid.means)
    const drawn = await drawnDirections(network, recipe, directions, context)
    if (drawn === null) return {}
    const found = agreements(directions, answersOf(network, layer, drawn))
    const [height, width] = pictureShape(network.info)
    keep(context.artifact, artifacts.picture, '', pngOf(network, picture), { told: toldOf(network, picture) })
    keep(context.artifact, artifacts.grid, '', writePng(sheetOf(network, drawn, grid.columns)), {
      layer,
      columns: grid.columns,
      rows: grid.rows,
      width,
      height,
    })
    const places = directions.map(({ strength }, at) => ({ strength, ...found[at]! }))
    keepTable(context.artifact, artifacts.places, '', { block: grid.block, places }, { layer })
    context.complete()
    return { places: drawn.filter((one) => one !== null).length, ...meanAgreement(found) }
  })
