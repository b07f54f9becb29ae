// The ways to ask which pixels count, as one chooses them.
import { type AttributionKind, type AttributionMethod, attributionMethod } from '../../../src-shared/network/attribution.ts'

export const attributionKinds: readonly { value: AttributionKind; label: string }[] = [
  { value: 'integrated-gradients', label: 'Integrated gradients' },
  { value: 'grad-cam', label: 'Grad-CAM' },
  { value: 'occlusion', label: 'Occlusion' },
  { value: 'gradient-input', label: 'Gradient × input' },
]

export interface Comparison {
  value: string
  label: string
}
/** What a picture is compared with, of the methods that compare; none of the others. */
export const comparisonsOf: Record<AttributionKind, { label: string; options: readonly Comparison[] } | null> = {
  'integrated-gradients': {
    label: 'Compared with',
    options: [
      { value: 'grey', label: 'Grey' },
      { value: 'black', label: 'Black' },
      { value: 'mean', label: 'Mean colour' },
    ],
  },
  occlusion: {
    label: 'Covered with',
    options: [
      { value: 'grey', label: 'Grey' },
      { value: 'black', label: 'Black' },
      { value: 'blur', label: 'Blur' },
    ],
  },
  'grad-cam': null,
  'gradient-input': null,
}

/**
 * The method with what it compares with, which falls back to its own usual one. With 128 points the gradients of the starter's classifier
 * add up to the difference within a few hundredths.
 */
export function methodOf(kind: AttributionKind, comparison: string): AttributionMethod {
  const known = comparisonsOf[kind]?.options.some(({ value }) => value === comparison)
  if (kind === 'integrated-gradients') return attributionMethod.parse({ kind, steps: 128, ...(known ? { baseline: comparison } : {}) })
  if (kind === 'occlusion') return attributionMethod.parse({ kind, ...(known ? { fill: comparison } : {}) })
  return attributionMethod.parse({ kind })
}
