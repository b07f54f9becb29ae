// What a sweep could vary of a recipe, and what is typed as its values.
import { ascentFields, ascentWords } from '../../src-shared/recipe/form/ascent.ts'
import { type Path, pathText, pathWords, valueAt } from '../../src-shared/recipe/form/path.ts'
import { firstKind, type FormField, type Shape } from '../../src-shared/recipe/form/shape.ts'
import type { AnyWords } from '../../src-shared/recipe/form/words.ts'
import type { ObjectiveSpec } from '../../src-shared/recipe/objective.ts'
import type { Json } from '../../src-shared/run/event.ts'

/** A setting that can be varied. `choices` are all its values, where they are not numbers. */
export interface Variable {
  path: string
  label: string
  /** Its value in the recipe. */
  own: Json | undefined
  choices: { label: string; value: Json }[] | null
}

/** The settings of a recipe that a sweep can vary, in the order of the form. */
export function variablesOf(recipe: Json): Variable[] {
  return fieldsOf(ascentFields, ascentWords, [], recipe)
}
function fieldsOf(fields: readonly FormField[], words: Readonly<Record<string, AnyWords>>, path: Path, recipe: Json): Variable[] {
  return fields.flatMap((field) => {
    const at = [...path, field.name]
    return settingsAt(field.shape, words[field.name], at, recipe, valueAt(recipe, at) ?? field.usual)
  })
}
function settingsAt(shape: Shape, words: AnyWords | undefined, path: Path, recipe: Json, own: Json | undefined): Variable[] {
  const variable = (choices: Variable['choices']): Variable => ({
    path: pathText(path),
    label: pathWords(path, recipe, ascentWords),
    own,
    choices,
  })
  switch (shape.type) {
    case 'number':
      return [variable(null)]
    case 'switch':
      return [
        variable([
          { label: 'yes', value: true },
          { label: 'no', value: false },
        ]),
      ]
    case 'choice':
      return [variable(shape.values.map((value) => ({ value, label: words?.values?.[String(value)] ?? String(value) })))]
    case 'kinds': {
      const kind = valueAt(own, ['kind'])
      // What must first be chosen among what there is cannot be taken as it comes.
      const ready = shape.options.filter(
        (option) =>
          option.kind === kind ||
          !option.fields.some((one) => one.required && words?.kinds?.[option.kind]?.fields[one.name]?.names !== undefined),
      )
      const choices = ready.map((option) => ({
        label: words?.kinds?.[option.kind]?.label ?? option.kind,
        value: option.kind === kind ? own! : firstKind(option, words),
      }))
      const inner = shape.options.find((one) => one.kind === kind)
      return [variable(choices), ...(inner ? fieldsOf(inner.fields, words?.kinds?.[inner.kind]?.fields ?? {}, path, recipe) : [])]
    }
    case 'list': {
      const kinds = shape.of.type === 'kinds' ? shape.of.options : []
      return (Array.isArray(own) ? own : []).flatMap((item, place) => {
        const inner = kinds.find((one) => one.kind === valueAt(item, ['kind']))
        return inner ? fieldsOf(inner.fields, words?.kinds?.[inner.kind]?.fields ?? {}, [...path, place], recipe) : []
      })
    }
    default:
      return []
  }
}

/** Numbers as one types them, "0.01, 0.05, 1-4": what is none stays as text, and the schema says so. */
export function numbersIn(text: string): Json[] {
  return text
    .split(/[,;\s]+/)
    .filter((one) => one !== '')
    .flatMap((one): Json[] => {
      const range = /^(\d+)-(\d+)$/.exec(one)
      if (range) {
        const [from, to] = [Number(range[1]), Number(range[2])]
        if (from <= to && to - from < 512) return Array.from({ length: to - from + 1 }, (_, at) => from + at)
      }
      return [Number.isFinite(Number(one)) ? Number(one) : one]
    })
}

/** The layer whose channels a list of objectives names, if it names nothing else. */
export function layerOf(objectives: readonly ObjectiveSpec[]): string | null {
  const [first] = objectives
  if (first?.kind !== 'channel') return null
  return objectives.every((one) => one.kind === 'channel' && one.layer === first.layer) ? first.layer : null
}
