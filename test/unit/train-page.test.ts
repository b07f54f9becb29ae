// What the Train page makes of its choices: recipes that the schema takes, fitted into the time there is, and the same again from a recipe.
import { describe, expect, it } from 'vitest'
import { autoencoderRecipe, classifierRecipe, datasetSettings, newDataset, trainingRecipe } from '../../src-shared/recipe/recipe.ts'
import {
  aimOf,
  amountsOf,
  choicesOf,
  classroom,
  differentSizes,
  draftRecipe,
  easyClasses,
  faultsOf,
  firstChoices,
  leastPictures,
  leastWork,
  type Network,
  networksOf,
  noChanges,
  ownSet,
  paperSetLabel,
  quickSeconds,
  sizes,
  type Speeds,
  tasks,
} from '../../src-renderer/pages/train/plan.ts'
import { classesOf } from '../../src-shared/domains/dataset.ts'
import { classCount } from '../../src-shared/domains/shapes/classes.ts'

const unknown: Speeds = { classifier: null, autoencoder: null }
const dataset = datasetSettings.parse({ count: 600 })

it('large pictures are learnt from in smaller batches, so that a batch takes no more memory', () => {
  const batch = (size: (typeof sizes)[number], side: number): number =>
    amountsOf(size, ['classifier'], unknown, { count: 500, classes: [0, 1], whole: true, size: side }).batchSize
  expect([48, 64, 128].map((side) => batch('quick', side))).toEqual([32, 32, 32])
  expect([64, 96, 128, 224].map((side) => batch('paper', side))).toEqual([64, 56, 32, 8])
  expect(batch('good', 224)).toBe(8)
})

describe('the sizes of a training', () => {
  it('give recipes that can be run, whatever the speed and the dataset', () => {
    for (const size of sizes)
      for (const task of tasks)
        for (const speed of [null, 1, 300, 5000, 1e6])
          for (const available of [null, 60, 600, 6000, 240_000]) {
            const networks = networksOf(task)
            const amounts = amountsOf(
              size,
              networks,
              { classifier: speed, autoencoder: speed },
              available === null ? null : datasetSettings.parse({ count: available }),
            )
            for (const network of networks) {
              const read = trainingRecipe.safeParse(draftRecipe(network, firstChoices, amounts))
              expect(read.success, JSON.stringify({ size, task, speed, available })).toBe(true)
            }
            if (available !== null) expect(amounts.pictures).toBeLessThanOrEqual(available)
          }
  })
  it('fit a quick one into its time when the speed is known and the time can be met', () => {
    for (const task of tasks)
      for (const [classifier, autoencoder] of [
        [600, 800],
        [1300, 900],
        [5000, 2000],
        [6000, 5000],
      ] as const) {
        const networks = networksOf(task)
        const { pictures, epochs } = amountsOf('quick', networks, { classifier, autoencoder }, null)
        for (const network of networks) {
          const seconds = (pictures * epochs[network]) / { classifier, autoencoder }[network]
          expect(seconds).toBeLessThan(1.25 * quickSeconds)
          expect(seconds).toBeGreaterThan(0.5 * quickSeconds)
        }
      }
  })
  it('never fall below what makes a classifier good, however slow the machine: fewer classes, then more time', () => {
    for (const speed of [1, 50, 300, 850, 1199, 1201, 2000, 1e6]) {
      const amounts = amountsOf('quick', ['classifier'], { classifier: speed, autoencoder: null }, null)
      const classes = amounts.classes?.length ?? classCount
      expect(classes).toBe(speed < 1200 ? 12 : 60)
      expect(amounts.pictures).toBeGreaterThanOrEqual(leastPictures(classes))
      expect(amounts.pictures * amounts.epochs.classifier).toBeGreaterThanOrEqual(0.95 * leastWork('classifier', classes))
      const read = classifierRecipe.parse(draftRecipe('classifier', firstChoices, amounts))
      expect(classesOf(read.dataset)).toEqual(speed < 1200 ? easyClasses : Array.from({ length: 60 }, (_, at) => at))
      expect(aimOf('quick', amounts, ['classifier'], false)).toContain(
        speed < 1200 ? '12 of the 60 classes, at least 90' : 'a first look: at least 90',
      )
    }
    // What was measured, as the comment beside it says.
    expect([leastPictures(12), leastWork('classifier', 12), leastPictures(60), leastWork('classifier', 60)]).toEqual([
      2400, 24_000, 6000, 72_000,
    ])
    // A dataset of one's own keeps its classes, and nothing is promised of it.
    const own = datasetSettings.parse({ count: 3000, classes: easyClasses })
    const amounts = amountsOf('quick', ['classifier'], { classifier: 10, autoencoder: null }, own)
    expect([amounts.classes, amounts.pictures * amounts.epochs.classifier >= 24_000]).toEqual([null, true])
    expect(aimOf('quick', amounts, ['classifier'], true)).toBe('For a first look; how much it learns depends on your dataset.')
  })
  it('says in the choice of datasets which part of the paper’s it takes', () => {
    expect(paperSetLabel('quick', { classes: easyClasses }, false)).toBe('The paper’s, 12 of its 60 classes (Quick)')
    // All of them, or those of a lesson, which is another choice.
    for (const [classes, easy] of [
      [null, false],
      [easyClasses, true],
    ] as const)
      expect(paperSetLabel('quick', { classes: classes && [...classes] }, easy)).toBe('The paper’s: 60 classes, drawn from seed 1')
  })
  it('of a lesson are the easy classes in every size, however fast the machine', () => {
    for (const size of sizes)
      for (const speed of [null, 1, 300, 1e6])
        for (const network of ['classifier', 'autoencoder'] satisfies Network[]) {
          const amounts = amountsOf(
            size,
            [network],
            { classifier: speed, autoencoder: speed },
            classroom.dataset && ownSet(classroom.dataset.settings),
            classroom.easy,
          )
          expect(classesOf(trainingRecipe.parse(draftRecipe(network, classroom, amounts)).dataset)).toEqual(easyClasses)
          if (network === 'classifier')
            expect(amounts.pictures * amounts.epochs.classifier).toBeGreaterThanOrEqual(0.95 * leastWork('classifier', 12))
        }
    const amounts = amountsOf('quick', ['classifier'], { classifier: 1e6, autoencoder: null }, null, true)
    expect(aimOf('quick', amounts, ['classifier'], false, true).replaceAll('\u00a0', ' ')).toBe(
      'For a first look: 12 of the 60 classes, at least 90 % right.',
    )
    // A dataset that was chosen keeps its own classes.
    expect(amountsOf('quick', ['classifier'], unknown, datasetSettings.parse({ classes: [0, 5] }), true).classes).toBeNull()
  })
  it('are offered once each: what would do the same is no choice', () => {
    for (const count of [60, 3000, 12_000, 24_000, 240_000])
      for (const task of tasks) {
        const networks = networksOf(task)
        const amounts = (size: (typeof sizes)[number]) => amountsOf(size, networks, unknown, { count, classes: easyClasses })
        const offered = differentSizes(amounts, networks)
        const done = offered.map((size) => {
          const { pictures, epochs } = amounts(size)
          return JSON.stringify([pictures, networks.map((one) => epochs[one])])
        })
        expect(new Set(done).size).toBe(offered.length)
        if (count >= 3000) expect(offered).toEqual(sizes)
      }
    expect(
      differentSizes(() => ({ pictures: 60, batchSize: 32, epochs: { classifier: 2, autoencoder: 2 }, classes: null }), ['classifier']),
    ).toEqual(['quick'])
  })
  it('never grow smaller from quick to good to paper where nothing was measured', () => {
    for (const network of ['classifier', 'autoencoder'] satisfies Network[]) {
      const work = sizes.map((size) => {
        const amounts = amountsOf(size, [network], unknown, null)
        return amounts.pictures * amounts.epochs[network]
      })
      expect([...work].sort((a, b) => a - b)).toEqual(work)
    }
  })
})

describe('the choices', () => {
  it('lead back to the recipe they were read from', () => {
    const recipes = [
      classifierRecipe.parse({ kind: 'classifier', dataset, epochs: 3, batchSize: 8, learningRate: 0.01, seed: 7, preset: 'author' }),
      autoencoderRecipe.parse({
        kind: 'autoencoder',
        dataset: { ...dataset, seed: 9, classes: [0, 5] },
        preset: 'author',
        output: 'linear',
        latent: 3,
      }),
      autoencoderRecipe.parse({ kind: 'autoencoder', dataset }),
      classifierRecipe.parse({ kind: 'classifier', dataset: newDataset({ count: 2400, classes: easyClasses }), epochs: 10 }),
    ]
    for (const recipe of recipes) {
      const choices = choicesOf(recipe, 'before')
      const amounts = amountsOf(choices.size, [recipe.kind], unknown, choices.dataset && ownSet(choices.dataset.settings), choices.easy)
      expect(trainingRecipe.parse(draftRecipe(recipe.kind, choices, amounts))).toEqual(recipe)
    }
  })
  it('that cannot be trained with are told by their label', () => {
    const read = trainingRecipe.safeParse(
      draftRecipe(
        'classifier',
        { dataset: null, changes: { ...noChanges, classifier: { batchSize: 2, learningRate: 0, epochs: 1.5 } } },
        amountsOf('quick', ['classifier'], unknown, null),
      ),
    )
    expect(read.success ? [] : faultsOf(read.error)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Batch size: at least 4/),
        expect.stringMatching(/^Peak learning rate: more than 0/),
        expect.stringMatching(/^Epochs: a whole number/),
      ]),
    )
  })
})
