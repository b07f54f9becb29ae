// The command that runs the paper’s experiments, and their figures as lines.
import { writeFileSync } from 'node:fs'
import { Option } from 'commander'
import { countVerdicts, type Figure, verdictSentence, verdictWords } from '../../../../src-shared/run/figure.ts'
import { type ReproducePreset, reproducePreset } from '../../../../src-shared/recipe/recipe.ts'
import { reproduction } from '../../../../src-shared/recipe/reproduction-presets.ts'
import { carryOut } from '../run-to-end.ts'
import { reportOf } from '../../../report/page.ts'
import { tell } from '../output.ts'
import type { Common, Verb } from '../command.ts'
import { withLab } from '../library.ts'
import { conclude } from '../conclusion.ts'
import { seedOption, outFile } from '../arguments.ts'

/** Adds `reproduce`. */
export function reproduceCommand(verb: Verb): void {
  verb('reproduce', 'run the paper’s experiments')
    .addOption(new Option('--preset <preset>', 'size of the experiments').choices(reproducePreset.options).makeOptionMandatory())
    .option('--seed <n>', 'seed of everything', seedOption, 1)
    .option('--out <file>', 'write the result as one HTML file', outFile)
    .action((options: Common & { preset: ReproducePreset; seed: number; out?: string }) =>
      withLab(options, async (lab) => {
        const run = await carryOut(lab, () => lab.client.startRun({ recipe: reproduction(options.preset, options.seed) }))
        if (options.out !== undefined) writeFileSync(options.out, Buffer.concat([...reportOf([run], lab.store).pieces()]))
        const figures = await lab.client.figures({ id: run.id })
        if (!options.json) tell(figuresAsText(figures).trimEnd())
        conclude(options, lab, run, { figures })
      }),
    )
}

/**
 * Figures as lines: what one sees, each claim with its verdict and rule, and what is no claim; at the end how many of each verdict there
 * are.
 */
function figuresAsText(figures: Figure[]): string {
  const lines = figures.flatMap((one) => [
    `Fig. ${one.number}  ${one.reading}`,
    ...one.claims.flatMap(({ verdict, paper, ours, rule }) => [
      `  ${verdictWords[verdict].word.toUpperCase()}: ${paper}`,
      `      ${ours}`,
      ...(rule ? [`      Agrees if ${rule.agrees}.`, `      Differs if ${rule.differs}.`] : []),
    ]),
    ...one.remarks.flatMap(({ paper, ours }) => [`  No verdict: ${paper}`, `      ${ours}`]),
  ])
  const verdicts = figures.flatMap((one) => one.claims.map((claim) => claim.verdict))
  if (verdicts.length > 0) lines.push(`Of ${verdicts.length} claims, ${verdictSentence(countVerdicts(verdicts))}.`)
  return lines.map((line) => `${line}\n`).join('')
}
