// What a run for an objective is called, where the library cannot know it.
import { objectiveName, type ObjectiveSpec } from '../../../src-shared/recipe/objective.ts'
import { type MadeMethod, methodName } from '../../visualization/methods.ts'
import type { Subject } from '../../visualization/subject.ts'

/** The library does not know the classes of a network that was brought; any other run it names itself. */
export function named(subject: Subject, spec: ObjectiveSpec, method: MadeMethod): { name?: string } {
  if (subject.header.kind !== 'imported') return {}
  return { name: `${objectiveName(spec, subject.classOf)}, ${methodName(method).toLowerCase()}`.slice(0, 200) }
}
