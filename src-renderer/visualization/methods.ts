// The four ways of the paper to show what a unit looks for, always in this order, and the recipes of the three that make pictures.
import type { ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import { type AscentOptimizer, ascentOptimizer, isGradientFree, optimizers } from '../../src-shared/recipe/optimizers/index.ts'
import type { AscendRecipe, Transform } from '../../src-shared/recipe/recipe.ts'
import { presetFor, type PresetInput, settling, visualizationPresets } from '../../src-shared/recipe/ascent-presets.ts'
import { type MadeMethod, madeMethods } from '../../src-shared/run/visualization.ts'
import type { WordId } from '../text/glossary.ts'

export { type MadeMethod, madeMethods }

export const methods = ['examples', ...madeMethods] as const
export type Method = (typeof methods)[number]

export const methodWords: Record<Method, { label: string; term: WordId; plain: string }> = {
  examples: { label: 'Dataset examples', term: 'examples', plain: 'real pictures' },
  naive: { label: 'Naive', term: 'naive', plain: 'no help' },
  robust: { label: 'Robust', term: 'robust', plain: 'wobble' },
  generated: { label: 'Generated', term: 'generated', plain: 'drawn by a generator' },
}
/** The name of a method; of pictures of a generator with how they were found: two ways that the paper sets against each other. */
export function methodName(method: Method, by: 'ascent' | 'search' = 'ascent'): string {
  return method === 'generated' ? `Generated (${by === 'search' ? 'search' : 'climb'})` : methodWords[method].label
}
export const methodOptions = methods.map((value, at) => ({
  value,
  label: methodWords[value].label,
  hint: `${methodWords[value].plain}${value === 'generated' ? ', found by search or by a climb' : ''} (key ${at + 1})`,
}))
export const isMethod = (text: string | undefined): text is Method => methods.some((one) => one === text)

export interface AscentSettings {
  preset: 'fast' | 'paper'
  /** What differs from the preset; undefined is the preset's own. */
  steps: number | undefined
  optimizer: AscentOptimizer['kind'] | undefined
  step: number | undefined
  /** Pixels and degrees of the robust method; only the fast preset has them free. */
  jitter: number | undefined
  rotation: number | undefined
  /** First steps that switch units on where a picture has no gradient. */
  redirectedRelu: number | undefined
  generator: string | null
}
export const defaultSettings: AscentSettings = {
  preset: 'fast',
  steps: undefined,
  optimizer: undefined,
  step: undefined,
  jitter: undefined,
  rotation: undefined,
  redirectedRelu: undefined,
  generator: null,
}

export const defaultRotation = 10
/** Starts of a latent ascent: some lie where no gradient reaches, and the best one is shown. */
export const generatedStarts = 4

/**
 * The preset's own numbers, for the fields of the settings; steps are those of the robust method, of which it takes most. `jitter`: the
 * first shift of the fast preset, in pixels of the network's pictures.
 */
export function presetOf(
  { preset, optimizer }: Pick<AscentSettings, 'preset' | 'optimizer'>,
  input: PresetInput,
): { steps: number; naiveSteps: number; optimizer: AscentOptimizer['kind']; step: number; jitter: number } {
  const { steps, optimizer: own } = presetFor(preset === 'fast' ? 'robust' : 'paper-robust', input)
  const kind = optimizer ?? own.kind
  const jitter = presetFor('robust', input).transforms.find((one) => one.kind === 'jitter')
  return {
    steps,
    jitter: jitter?.pixels ?? 0,
    naiveSteps: visualizationPresets[preset === 'fast' ? 'naive' : 'paper-naive'].steps,
    optimizer: kind,
    step: kind === own.kind ? own.step : optimizers[kind].defaultStep,
  }
}

/** The recipe of one method for some objectives, or null if it needs a generator and there is none. */
export function ascentOf(
  method: MadeMethod,
  of: { model: string; input: PresetInput; objectives: ObjectiveSpec[]; seed: number; starts?: number; generator: string | null },
  settings: AscentSettings,
): AscendRecipe | null {
  const usual = presetOf(settings, of.input)
  const switched = (own?: number): Pick<AscendRecipe, 'redirectedRelu'> => {
    const steps = settings.redirectedRelu ?? own
    return steps === undefined ? {} : { redirectedRelu: steps }
  }
  const common = { kind: 'ascend' as const, model: of.model, objectives: of.objectives, seed: of.seed, regularizers: [], frames: 24 }
  const optimizer = ascentOptimizer.parse({ kind: usual.optimizer, step: settings.step ?? usual.step })
  if (method !== 'generated') {
    const preset = presetFor(settings.preset === 'fast' ? method : (`paper-${method}` as const), of.input)
    const transforms = method === 'robust' ? shaken(preset.transforms, settings, usual.jitter) : preset.transforms
    return {
      ...common,
      starts: of.starts ?? 1,
      parameterization: preset.parameterization,
      transforms,
      optimizer,
      steps: settings.steps ?? preset.steps,
      ...switched(preset.redirectedRelu),
    }
  }
  if (of.generator === null) return null
  return {
    ...common,
    starts: of.starts ?? generatedStarts,
    transforms: [],
    ...switched(),
    steps: settings.steps ?? visualizationPresets.naive.steps,
    parameterization: { kind: 'decoder', generator: of.generator, start: 'examples', whiten: true, ball: 3.55 },
    optimizer:
      settings.optimizer === undefined && settings.step === undefined
        ? { kind: 'adam', step: 0.05, decay: settling }
        : isGradientFree(optimizer)
          ? optimizer
          : { ...optimizer, decay: settling },
  }
}

/** The transforms with another jitter and rotation: jitter 0 leaves the shift out, and the padding that gives it room follows it. */
function shaken(transforms: readonly Transform[], { preset, jitter, rotation }: AscentSettings, ownJitter: number): Transform[] {
  if (preset === 'paper' || (jitter === undefined && rotation === undefined)) return [...transforms]
  const by = jitter ?? ownJitter
  const turn = rotation ?? defaultRotation
  return transforms.flatMap((one): Transform[] => {
    if (one.kind === 'jitter') return by === 0 ? [] : [jitter === undefined ? one : { kind: 'jitter', pixels: by }]
    if (one.kind === 'pad') return [jitter === undefined ? one : { ...one, pixels: by + 2 }]
    if (one.kind === 'rotate') return turn === 0 ? [] : [{ kind: 'rotate', degrees: [-turn, turn] }]
    return [one]
  })
}
