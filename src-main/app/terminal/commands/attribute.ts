// The command that says which pixels of a picture a network's answer rests on.
import { writeFileSync } from 'node:fs'
import { InvalidArgumentError, Option } from 'commander'
import { z } from 'zod'
import { attributionPicture, fullColourFrom } from '../../../../src-shared/charts/attribution-picture.ts'
import { type AttributionMethod, attributionMethod } from '../../../../src-shared/network/attribution.ts'
import { classNamer } from '../../../../src-shared/network/network-info.ts'
import { objectiveName, type ObjectiveSpec, objectiveSpec } from '../../../../src-shared/recipe/objective.ts'
import { attributionWords } from '../../../../src-shared/text/attribution-words.ts'
import { writePng } from '../../../image/png.ts'
import { rgbOf } from '../../../image/side.ts'
import { namedNetwork, namedPicture } from '../asked-picture.ts'
import { newFile } from '../arguments.ts'
import { type Common, print, type Verb } from '../command.ts'
import { existing, withLab } from '../library.ts'

interface AttributeOptions {
  method: AttributionMethod
  class?: number
  objective?: ObjectiveSpec
  out?: string
}
const kinds = attributionMethod.options.map((one) => one.shape.kind.value)

/** Adds `attribute`. */
export function attributeCommand(verb: Verb): void {
  verb('attribute <network> <picture>', 'which pixels of a picture (a file, or a number of the dataset) an answer rests on')
    .addOption(
      new Option('--method <method>', `${kinds.join(', ')}; or one with its settings as JSON`)
        .argParser(methodIn)
        .default(attributionMethod.parse({ kind: 'integrated-gradients' }), 'integrated-gradients'),
    )
    .addOption(new Option('--class <n>', 'the logit of this class (default: of the one it says)').argParser(classIn))
    .addOption(new Option('--objective <json>', 'any objective instead, as in a recipe').argParser(objectiveIn).conflicts('class'))
    .addOption(new Option('--out <file>', 'write the picture with the map over it as a PNG').argParser(newFile))
    .action((given: string, picture: string, options: Common & AttributeOptions) =>
      withLab(
        options,
        async (lab) => {
          const network = await namedNetwork(lab, given)
          const bytes = await namedPicture(network, picture)
          const objective = options.objective ?? { kind: 'logit', class: options.class ?? (await answerOf(bytes)) }
          const { method } = options
          const found = await lab.client.attribute({ model: network.hash, picture: bytes, objective, method })
          const { height, width } = found
          if (options.out !== undefined) {
            const rgb = attributionPicture(rgbOf(bytes, network.info.input.channels), found.map, fullColourFrom(found.map))
            writeFileSync(options.out, writePng({ width, height, rgb }))
          }
          const name = objectiveName(objective, classNamer(network.info))
          print(options, { objective, name, method, ...found }, () => attributionWords(method, found, name))

          async function answerOf(pictures: Uint8Array): Promise<number> {
            const { logits } = await lab.client.classify({ model: network.hash, pictures })
            return logits[0]!.indexOf(Math.max(...logits[0]!))
          }
        },
        existing,
      ),
    )
}

function methodIn(text: string): AttributionMethod {
  return parsed(attributionMethod, kinds.includes(text as AttributionMethod['kind']) ? { kind: text } : jsonIn(text))
}
const objectiveIn = (text: string): ObjectiveSpec => parsed(objectiveSpec, jsonIn(text))

function classIn(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('A class is a whole number from 0.')
  return Number(text)
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidArgumentError('It is neither a name that is known nor JSON.')
  }
}

function parsed<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const found = schema.safeParse(value)
  if (!found.success) throw new InvalidArgumentError(z.prettifyError(found.error))
  return found.data
}
