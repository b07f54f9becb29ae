#!/usr/bin/env node
// Brings a fresh clone to a working lab and starts it: the verbs; the steps are in resources/setup. Plain Node >= 18 and no dependency,
// because nothing is installed when it first runs.
// Every step leaves a stamp in .lab: a hash of what it depends on, written last, so that a killed step is simply done again.
import { realpathSync } from 'node:fs'
import { delimiter, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './resources/setup/build.mjs'
import { withChromium } from './resources/setup/chromium.mjs'
import { start } from './resources/setup/electron.mjs'
import { Failure, Stopped } from './resources/setup/failure.mjs'
import { wantedNode } from './resources/setup/node.mjs'
import { packages } from './resources/setup/packages.mjs'
import { at, HERE } from './resources/setup/places.mjs'
import { foreground, heedSignals, stop, stopping } from './resources/setup/process.mjs'
import { prepare } from './resources/setup/step.mjs'
import { libtensorflow } from './resources/setup/tensorflow.mjs'
import { test } from './resources/setup/tests.mjs'

const SELF = fileURLToPath(import.meta.url)
const STEPS = [packages, libtensorflow, build]
const VERBS = {
  setup: async () => 0,
  start,
  test,
  lab: (args) => foreground([process.execPath, at('out', 'main', 'lab.js'), ...args], { cwd: HERE, patient: true }),
  bench: (args) => foreground([process.execPath, at('test', 'bench', 'science.ts'), ...args]),
  attack: (args) => foreground([process.execPath, at('test', 'attack', 'campaign.ts'), ...args]),
  'bench:ui': async (args) => {
    await withChromium()
    return foreground([process.execPath, at('test', 'bench', 'ui.ts'), ...args])
  },
}

async function main([verb = 'start', ...args]) {
  if (!Object.hasOwn(VERBS, verb)) {
    console.error(`setup.mjs has no command "${verb}"; it has ${Object.keys(VERBS).join(', ')}.`)
    return 2
  }
  heedSignals()
  // npm calls us through a shell, which dies of a signal without passing it on: an orphan stops as if it had been told to.
  const parent = process.ppid
  if (process.env.npm_lifecycle_event) setInterval(() => process.ppid === parent || stop('SIGTERM'), 500).unref()
  try {
    const binary = await wantedNode()
    process.env.PATH = [dirname(binary), at('node_modules', '.bin'), process.env.PATH].join(delimiter)
    if (binary !== process.execPath) {
      return await foreground([binary, SELF, verb, ...args], { ourselves: true, env: { npm_lifecycle_event: verb, INIT_CWD: HERE } })
    }
    // The doctor is called when something is broken: what can be done is done, and then it looks.
    await prepare(STEPS, { tolerant: verb === 'lab' && args[0] === 'doctor' })
    return await VERBS[verb](args)
  } catch (error) {
    if (error instanceof Stopped) return stopping.code
    if (!(error instanceof Failure)) throw error
    console.error(error.text(error.step ?? 'Set-up'))
    return 1
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === SELF) process.exitCode = await main(process.argv.slice(2))
