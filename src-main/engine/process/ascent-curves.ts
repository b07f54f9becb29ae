// The curves of an ascent: means over the starts of each objective, also where those climb in several batches.
import { objectiveKey } from '../../../src-shared/recipe/objective.ts'
import type { MetricPoint } from '../../../src-shared/run/event.ts'
import { spaceKind } from '../../../src-shared/recipe/parameterizations/index.ts'
import type { AscendRecipe } from '../../../src-shared/recipe/recipe.ts'
import type { AscentSpec } from '../../science/visualization/ascent-spec.ts'
import type { StepReport } from '../../science/visualization/ascent.ts'

/** Points of a curve, and of all curves together. */
const curvePoints = 500
const allCurvePoints = 30_000

/** Steps from one point of a curve to the next. */
export function pointsApart({ steps, objectives }: AscendRecipe): number {
  return Math.ceil(steps / Math.min(curvePoints, Math.max(40, Math.floor(allCurvePoints / objectives.length))))
}

/**
 * Sums over the starts that have climbed so far, by series: [step, sum] for each point. Only of an objective whose starts climb in several
 * batches, until the last of them tells the means.
 */
export type CurveSums = Record<string, [step: number, sum: number][]>

/** What the step that was taken from `step` adds to the curves; nothing where starts are still to come, whose part is kept in `sums`. */
export function curvesAfter(climb: AscentSpec, recipe: AscendRecipe, step: number, report: StepReport, sums: CurveSums): MetricPoint[] {
  const { objectives, starts, firstStart = 0 } = climb
  const sum = (values: Float32Array, objective: number): number => {
    let all = 0
    for (let start = 0; start < starts; start++) all += values[start * objectives.length + objective]!
    return all
  }
  const told = objectives.flatMap((spec, at) => {
    const key = objectiveKey(spec)
    const score = { series: `score/${key}`, step, value: sum(report.score, at) }
    if (!spaceKind(recipe.parameterization).curves) return [score]
    const { gradientNorm } = report
    const slope = gradientNorm ? [{ series: `gradient-norm/${key}`, step, value: sum(gradientNorm, at) }] : []
    return [score, ...slope, { series: `distance/${key}`, step: step + 1, value: sum(report.distance, at) }]
  })
  if (starts === recipe.starts) return told.map((point) => ({ ...point, value: point.value / starts }))
  const last = firstStart + starts === recipe.starts
  return told.flatMap((point) => {
    const own = sums[point.series] ?? []
    sums[point.series] = own
    const before = own.find(([at]) => at === point.step)
    if (!last) {
      if (before) before[1] += point.value
      else own.push([point.step, point.value])
      return []
    }
    return [{ ...point, value: ((before?.[1] ?? 0) + point.value) / recipe.starts }]
  })
}
