// Addresses: what is written can be read back, and what means nothing is told as such.
import { expect, test } from 'vitest'
import { hrefOf, parseHash, type Query, type Route } from '../../src-renderer/state/route.ts'

const names = ['conv3', 'conv3.relu', 'a/b', 'ä ö', '100%', '?x=1', '#']
const routes: Route[] = [
  { page: 'home' },
  { page: 'objective' },
  { page: 'basket' },
  { page: 'settings' },
  ...[null, ...names].flatMap((name): Route[] => [
    { page: 'reproduce', run: name },
    { page: 'train', run: name },
    { page: 'runs', run: name },
    { page: 'imagine', tab: name },
    { page: 'help', topic: name },
    { page: 'look', layer: name, unit: null },
  ]),
  ...names.map((layer): Route => ({ page: 'look', layer, unit: 5 })),
  { page: 'data', class: null, picture: null },
  { page: 'data', class: 0, picture: null },
  { page: 'data', class: null, picture: 10_233 },
  { page: 'data', class: null, picture: null, view: 'new' },
  { page: 'data', class: null, picture: null, view: 'own' },
  { page: 'compare', ids: [] },
  { page: 'compare', ids: ['a', 'b', 'c'] },
]

test.each(routes)('%j is read back from its address', (route) => {
  const settings: Query = { method: 'robust', seed: '7', note: 'a&b=c, d' }
  expect(parseHash(hrefOf(route))?.route).toEqual(route)
  const found = parseHash(hrefOf(route, settings))
  expect(found?.route).toEqual(route)
  expect(found?.query).toMatchObject(settings)
})

test('nothing at all is home', () => {
  for (const hash of ['', '#', '#/']) expect(parseHash(hash)?.route).toEqual({ page: 'home' })
})

test.each([
  '#/nowhere',
  '#/data/kind/3',
  '#/data/class/x',
  '#/data/class',
  '#/data/new/1',
  '#/look/conv3/-1',
  '#/look/conv3/5/6',
  '#/home/x',
  '#/runs/a/b',
  '#/settings/x',
  '#/%',
])('%s is no place', (hash) => {
  expect(parseHash(hash)).toBeNull()
})
