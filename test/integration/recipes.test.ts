// Every recipe in resources/recipes is one that a reader of the README may run: each is carried out here on the starter's networks, at a
// small size.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { parentsOf } from '../../src-shared/recipe/recipe-parents.ts'
import { canonical, engineRecipe, type EngineRecipe } from '../../src-shared/recipe/recipe.ts'
import { runJob } from '../../src-main/engine/process/jobs/index.ts'
import { tf } from '../../src-main/tensorflow/tf.ts'
import { recordingContext } from '../fixtures/job-context.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'resources', 'recipes')
const files = readdirSync(folder).sort()
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const starter = unzipSync(readFileSync(join(root, 'resources', 'starter', 'starter.phosphene.zip')))
const blobs = Object.fromEntries(
  Object.entries(starter)
    .filter(([name]) => name.startsWith('artifacts/'))
    .map(([name, bytes]) => [name.slice('artifacts/'.length), bytes]),
)
const read = (file: string): EngineRecipe => engineRecipe.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')))

/** The same kinds of everything, in a moment. */
function small(recipe: EngineRecipe): EngineRecipe {
  if (recipe.kind === 'ascend') return { ...recipe, steps: 2, starts: Math.min(2, recipe.starts), frames: 2 }
  if (recipe.kind === 'grid' || recipe.kind === 'metamers') return { ...recipe, steps: 2 }
  if (recipe.kind === 'atlas') return { ...recipe, steps: 2, pictures: 60, fewest: 1 }
  if (recipe.kind === 'search') return { ...recipe, samples: 512 }
  return recipe
}

describe('the recipes that ship', () => {
  it('are named in the README, each, and the README names no other', () => {
    const named = [...readme.matchAll(/resources\/recipes\/([\w-]+\.json)/g)].map((one) => one[1]!)
    expect([...new Set(named)].sort()).toEqual(files)
  })
  it.each(files)('%s is carried out', async (file) => {
    const recipe = read(file)
    for (const parent of parentsOf(recipe)) expect(Object.keys(blobs)).toContain(parent)
    const before = tf.memory().numTensors
    const context = recordingContext({ blobs })
    const summary = await runJob(small(recipe), context)
    expect(context.whole).toBe(true)
    expect(context.artifacts.size).toBeGreaterThan(0)
    expect(Object.keys(summary).length).toBeGreaterThan(0)
    expect(tf.memory().numTensors - before).toBeLessThanOrEqual(0)
  })
  it('are all different', () => {
    expect(new Set(files.map((file) => canonical(read(file)))).size).toBe(files.length)
  })
})
