// What a run was carried out on is told by the engine itself, and oneDNN is on unless the user says otherwise.
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { environment, environmentRows } from '../../src-shared/run/environment.ts'
import { countIn, featuresIn, oneDnnOf, threadsOf } from '../../src-main/engine/process/environment.ts'
import { createEngine } from '../../src-main/engine/client.ts'

const setting = 'TF_ENABLE_ONEDNN_OPTS'

/** What the engine says of itself with this setting in its owner's environment; undefined: none. */
async function probedWith(value: string | undefined) {
  const before = process.env[setting]
  if (value === undefined) delete process.env[setting]
  else process.env[setting] = value
  const engine = createEngine({ nice: 0 })
  try {
    return (await engine.client().probe({})).environment
  } finally {
    engine.close()
    if (before === undefined) delete process.env[setting]
    else process.env[setting] = before
  }
}

test('an engine tells what it computes on, and uses oneDNN unless its user turned it off', async () => {
  const usual = await probedWith(undefined)
  const off = await probedWith('0')
  expect(environment.parse(usual)).toEqual(usual)
  expect(usual.tensorflow).toMatch(/^\d+\.\d+/)
  expect(usual.platform).toBe(`${process.platform} ${process.arch}`)
  expect(usual.threads).toBeGreaterThan(0)
  expect(usual.oneDnn).toBe(process.platform !== 'darwin')
  expect(off).toEqual({ ...usual, oneDnn: false })
})

// TensorFlow's own word, which it writes while its library loads, and only where oneDNN is on.
test.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'TensorFlow itself says that oneDNN is on, and not where its user turned it off',
  () => {
    const file = new URL('../../src-main/tensorflow/tf.ts', import.meta.url).href
    const { [setting]: _own, ...rest } = process.env
    const words = (more: Record<string, string>): string => {
      const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', `await import(${JSON.stringify(file)})`], {
        env: { ...rest, ...more },
        encoding: 'utf8',
      })
      expect(status, stderr).toBe(0)
      return stderr
    }
    expect(words({})).toContain('oneDNN custom operations are on')
    expect(words({ [setting]: '0' })).not.toContain('oneDNN custom operations are on')
  },
)

test('vector instructions are read from either form of /proc/cpuinfo; a list without any is not known', () => {
  expect(featuresIn('processor\t: 0\nflags\t\t: fpu sse sse4_2 avx2 avx fma avx512f rdrand\n\nprocessor\t: 1\nflags\t\t: fpu\n')).toEqual([
    'avx',
    'avx2',
    'avx512f',
    'fma',
    'sse4_2',
  ])
  expect(featuresIn('Features\t: fp asimd evtstrm aes sve i8mm\n')).toEqual(['asimd', 'i8mm', 'sve'])
  expect(featuresIn('')).toBeNull()
})

test('threads are TensorFlow’s own setting, else the processors that the process may run on', () => {
  expect(countIn('0-3,8')).toBe(5)
  expect(threadsOf('3', 'Cpus_allowed_list:\t0-1\n')).toBe(3)
  for (const none of [undefined, '', '0', 'x', '-2']) expect(threadsOf(none, 'Cpus_allowed_list:\t0-6,9\n')).toBe(8)
  expect(threadsOf(undefined, null)).toBeGreaterThan(0)
})

test('a setting that TensorFlow does not take by its word is not told as on or off', () => {
  expect(oneDnnOf('1', 'linux')).toBe(true)
  expect(oneDnnOf('0', 'linux')).toBe(false)
  expect(oneDnnOf('true', 'linux')).toBeNull()
  expect(oneDnnOf('1', 'darwin')).toBe(false)
})

test('what is not known is shown as such', () => {
  const rows = environmentRows({
    processor: null,
    features: null,
    threads: 2,
    tensorflow: '2.21.0',
    tfjs: '4.22.0',
    oneDnn: null,
    platform: 'linux x64',
  })
  expect(rows.filter(({ value }) => value === 'not known').map(({ label }) => label)).toEqual(['Processor', 'Vector instructions'])
})
