// What came of a run, in a few words for a line of a list.
import { countsIn, verdictSentence } from './figure.ts'
import { count as counted, number, percent } from '../text/numbers.ts'
import { summaryOf } from './results/index.ts'
import type { Run } from './run.ts'
import { errorShareOf } from './training-result.ts'

/** What came of a run, in a few words; empty while there is nothing to say. */
export function outcomeOf(run: Run): string {
  if (run.state === 'failed') return run.fault?.message ?? 'It failed.'
  switch (run.recipe.kind) {
    case 'reproduce': {
      const verdicts = countsIn(summaryOf('reproduce', run))
      if (!verdicts) return ''
      const claims = Object.values(verdicts).reduce((sum, one) => sum + one, 0)
      return `of ${counted(claims, 'claim')}, ${verdictSentence(verdicts)}`
    }
    case 'classifier': {
      const { testAccuracy, testCorrect, testCount } = summaryOf('classifier', run)
      if (testAccuracy === undefined) return ''
      const of = testCorrect !== undefined && testCount !== undefined ? ` (${number(testCorrect)} of ${number(testCount)})` : ''
      return `${percent(testAccuracy)} of the test pictures named correctly${of}`
    }
    case 'autoencoder': {
      const { testError } = summaryOf('autoencoder', run)
      if (testError === undefined) return ''
      const share = errorShareOf(run)
      return share !== null ? `test error: ${percent(share)} of what answering black would give` : `test error ${testError.toPrecision(3)}`
    }
    case 'ascend': {
      const { pictures, dead } = summaryOf('ascend', run)
      return pictures === undefined ? '' : `${counted(pictures, 'picture')}${dead ? `, ${number(dead)} without a gradient` : ''}`
    }
    case 'sweep': {
      const { cells, pictures } = summaryOf('sweep', run)
      return cells === undefined || pictures === undefined ? '' : `${counted(pictures, 'picture')} by ${counted(cells, 'setting')}`
    }
    case 'search': {
      const { samples, objectives } = summaryOf('search', run)
      return samples === undefined || objectives === undefined
        ? ''
        : `best of ${counted(samples, 'sample')} for ${counted(objectives, 'objective')}`
    }
    case 'examples': {
      const { pictures, objectives } = summaryOf('examples', run)
      return pictures === undefined || objectives === undefined
        ? ''
        : `${counted(objectives, 'objective')} over ${counted(pictures, 'picture')}`
    }
    case 'match': {
      const { meanCorrelation, chanceCorrelation, units } = summaryOf('match', run)
      if (meanCorrelation === undefined || units === undefined) return ''
      const chance = chanceCorrelation === undefined ? '' : `, ${chanceCorrelation.toFixed(2)} at random`
      return `mean correlation ${meanCorrelation.toFixed(2)} over ${counted(units, 'channel')}${chance}`
    }
    case 'grid': {
      const { places, agreement } = summaryOf('grid', run)
      return places === undefined
        ? ''
        : `${counted(places, 'place')} drawn${agreement === undefined ? '' : `, cosine ${agreement.toFixed(2)}`}`
    }
    case 'atlas': {
      const { cells, pictures } = summaryOf('atlas', run)
      return cells === undefined || pictures === undefined ? '' : `${counted(cells, 'cell')} from ${counted(pictures, 'picture')}`
    }
    case 'metamers': {
      const { pictures, distance } = summaryOf('metamers', run)
      if (pictures === undefined || distance === undefined) return ''
      return `${counted(pictures, 'picture')}, whose activations differ by ${percent(distance)}`
    }
    case 'eigendistortions': {
      const { most, least, random } = summaryOf('eigendistortions', run)
      if (most === undefined || least === undefined || !random) return ''
      return `${number(most / random, 1)} × and ${number(least / random, 2)} × what a random change does`
    }
    case 'pictures': {
      const { count, classes } = summaryOf('pictures', run)
      if (count === undefined) return ''
      return `${counted(count, 'picture')}${classes ? ` of ${counted(classes, 'class', 'classes')}` : ', without classes'}`
    }
    case 'network': {
      const { parameters, classes } = summaryOf('network', run)
      if (parameters === undefined) return ''
      return `${counted(parameters, 'weight')}${classes ? `, ${counted(classes, 'class', 'classes')}` : ', without classes'}`
    }
    case 'dataset': {
      const { count } = summaryOf('dataset', run)
      return count === undefined ? '' : counted(count, 'picture')
    }
    default:
      return ''
  }
}
