// What stands beside an exported network says how to use it without the lab.
import { expect, test } from 'vitest'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine } from '../../src-main/engine/client.ts'
import { exportRun } from '../../src-main/exchange/export.ts'
import { modelNotes } from '../../src-main/exchange/model-notes.ts'
import { classCount, className } from '../../src-shared/domains/shapes/classes.ts'
import { encodeModel, type ModelHeader, modelMedia } from '../../src-shared/network/model-file.ts'
import { datasetSettings } from '../../src-shared/recipe/recipe.ts'
import { sampleRun } from '../crash/store-sample.ts'
import { newFolder } from '../fixtures/folders.ts'
import { ownStore } from '../fixtures/own-store.ts'
import { smallModels } from '../fixtures/small-networks.ts'

const store = ownStore()

/** The engine's part of an export: the networks of a model as files. */
const engine = {
  clientWith: async () => ({ layersModel: async () => ({ folders: { classifier: { 'model.json': new Uint8Array([123, 125]) } } }) }),
} as unknown as Engine
const header = (classes: number[]): ModelHeader => ({
  format: 'phosphene-model',
  version: 1,
  kind: 'classifier',
  weights: [],
  dataset: datasetSettings.parse({ size: 32, classes }),
  architecture: {
    input: [32, 32, 3],
    layers: [
      { kind: 'flatten', name: 'flat' },
      { kind: 'dense', name: 'logits', units: classCount, activation: 'linear' },
    ],
  },
})

test('a classifier’s folder names its classes in order, its pictures’ size, layout and scale, and both versions', async () => {
  const run = sampleRun({ appVersion: '0.0.7', name: '円' })
  store.runs.create(run)
  store.artifacts.put(run.id, '-モデル:1', modelMedia, encodeModel({ header: header([3, 24]), weights: [] }), {})
  store.artifacts.put(run.id, '../aux', 'application/json', Buffer.from('{}'), {})
  const out = join(newFolder(), 'out')
  await exportRun(run, store, engine, out)
  const names = readdirSync(out)
  // No part of a name that a program takes for a flag, hides, or cannot make.
  expect(names.filter((name) => /^[-.]|[:\\]/.test(name))).toEqual([])
  expect(readdirSync(join(out, '_'))).toEqual(['aux_.json'])
  const folder = join(out, '_モデル_1')
  expect(readdirSync(folder).sort()).toEqual(['README.md', 'classifier', 'metadata.json'])
  const metadata = JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8')) as { classes: string[]; [key: string]: unknown }
  expect(metadata.classes).toEqual(Array.from({ length: classCount }, (_, index) => className(index)))
  expect(metadata).toMatchObject({
    trainedOn: [3, 24],
    trainedBy: 'Phosphene 0.0.7',
    exportedBy: expect.stringMatching(/^Phosphene \d/),
    networks: { classifier: { input: { shape: [null, 32, 32, 3], layout: 'NHWC', channels: 'RGB', range: [0, 1] } } },
  })
  const readme = readFileSync(join(folder, 'README.md'), 'utf8')
  for (const words of ['32, 32, 3', 'NHWC', 'red, green, blue', 'from 0 to 1', `24. ${className(24)}`, '3, 24', '0.0.7'])
    expect(readme).toContain(words)
})

test('a variational autoencoder’s folder says what its latent vectors were held to', () => {
  const { header: plain } = smallModels()
  const { 'metadata.json': json, 'README.md': readme } = modelNotes({ ...plain, kind: 'vae', beta: 4 }, '0.0.7')
  expect(JSON.parse(json)).toMatchObject({ kind: 'vae', beta: 4, latent: 3 })
  expect(readme).toMatch(/^# A variational autoencoder from Phosphene\n/)
  expect(readme).toMatch(/beta of 4\. Its latent vectors were held near the normal\ndistribution N\(0, I\)/)
  const { 'README.md': other } = modelNotes(plain, '0.0.7')
  expect(other).toMatch(/^# An autoencoder from Phosphene\n/)
  expect(other).not.toContain('variational')
})
