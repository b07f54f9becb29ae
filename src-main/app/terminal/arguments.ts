// What is given on the command line, checked before any work begins.
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { z } from 'zod'
import { invalid } from '../../../src-shared/rpc/fault.ts'
import { type Recipe, recipe as recipeSchema, seed as seedSchema } from '../../../src-shared/recipe/recipe.ts'

/** A recipe from a JSON file; what is wrong with it is told in words. */
export function readRecipe(file: string): Recipe {
  let raw: unknown
  try {
    raw = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw invalid(`${file} cannot be read as a recipe: ${(error as Error).message}`)
  }
  const parsed = recipeSchema.safeParse(raw)
  if (!parsed.success) throw invalid(`${file} is not a recipe of this version. ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** A seed, 0 to 2^32 - 1. */
export function seedOption(text: string): number {
  const parsed = seedSchema.safeParse(Number(text))
  if (!parsed.success || text.trim() === '') throw new InvalidArgumentError('A seed is a whole number from 0 to 4294967295.')
  return parsed.data
}

/** Epochs, 1 to 1000. */
export function epochsOption(text: string): number {
  const parsed = z.int().min(1).max(1000).safeParse(Number(text))
  if (!parsed.success || text.trim() === '') throw new InvalidArgumentError('Epochs are a whole number from 1 to 1000.')
  return parsed.data
}

/** A file to be written at the end of long work: that it cannot be is better said at its beginning. */
export function outFile(text: string): string {
  const file = resolve(text)
  try {
    accessSync(dirname(file), constants.W_OK)
  } catch {
    throw new InvalidArgumentError('Its folder does not exist or cannot be written to.')
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new InvalidArgumentError('It is a folder; name a file.')
  return file
}

/** A file that must not be there yet: nothing is overwritten. */
export function newFile(text: string): string {
  const file = outFile(text)
  if (existsSync(file)) throw new InvalidArgumentError('A file of this name exists already; it was not changed. Choose another name.')
  return file
}
