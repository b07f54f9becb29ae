// Laws of the library that ships with the lab.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { recipe } from '../../src-shared/recipe/recipe.ts'
import { scienceOf } from '../../src-shared/run/run.ts'

const file = readFileSync(join(import.meta.dirname, '..', '..', 'resources', 'starter', 'starter.phosphene.zip'))
const manifest = z
  .object({ runs: z.array(z.object({ run: z.object({ name: z.string(), recipe, state: z.string(), science: z.int().default(1) }) })) })
  .parse(JSON.parse(strFromU8(unzipSync(file, { filter: ({ name }) => name === 'manifest.json' })['manifest.json']!)))
const runs = manifest.runs.map((one) => one.run)

test('it holds a classifier and a generator, and nothing half done', () => {
  expect(runs.map((run) => run.recipe.kind)).toEqual(
    expect.arrayContaining(['classifier', 'autoencoder', 'reconstructions', 'ascend', 'search', 'examples', 'encoding']),
  )
  expect(runs.filter((run) => run.state !== 'finished')).toEqual([])
})
test('what pages look for in it is of the present version of the science, or they would not find it and begin anew', () => {
  // A network is taken by its weights, whatever its record says; what is asked of it is found by recipe and version.
  const asked = runs.filter(({ recipe: { kind } }) => kind !== 'classifier' && kind !== 'autoencoder')
  expect(asked.length).toBeGreaterThan(10)
  expect(asked.filter((run) => run.science !== scienceOf(run.recipe.kind)).map((run) => run.name)).toEqual([])
})
