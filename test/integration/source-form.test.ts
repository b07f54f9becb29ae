// The form of the source: lines that fit a screen, files of one idea, names that every file system tells apart.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../fixtures/source.ts'

const longestLine = 140
const longestFile = 300
const files = ['src-main', 'src-renderer', 'src-shared', 'resources', 'test']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
  )
  .filter((path) => /\.(ts|svelte|mjs|css|html)$/.test(path))
  .concat('setup.mjs', 'electron.vite.config.ts', '.dependency-cruiser.mjs')
const linesOf = (path: string): string[] => readFileSync(join(root, path), 'utf8').replace(/\n$/, '').split('\n')

test('no line is longer than a screen is wide', () => {
  expect(files.length).toBeGreaterThan(500)
  const long = files.flatMap((path) => linesOf(path).flatMap((line, at) => (line.length > longestLine ? [`${path}:${at + 1}`] : [])))
  expect(long).toEqual([])
})

test('a file holds one idea, and is no longer than that takes', () => {
  expect(files.filter((path) => linesOf(path).length > longestFile)).toEqual([])
})

test('no two files of a folder differ by case or ending alone', () => {
  const seen = new Map<string, string>()
  const twins = files.flatMap((path) => {
    const name = path.replace(/(\.svelte|\.test|\.spec|\.d)?\.(ts|svelte|mjs|css|html)$/, '').toLowerCase()
    const other = seen.get(name)
    seen.set(name, path)
    return other === undefined ? [] : [`${other} and ${path}`]
  })
  expect(twins).toEqual([])
})
