// The activation functions of TensorFlow by the names of their operations.
import type { Activation } from '../../../../src-shared/network/operations/activation.ts'

const functions: Readonly<Record<string, Activation['of']>> = {
  Relu: { kind: 'relu' },
  Relu6: { kind: 'clip', low: 0, high: 6 },
  Elu: { kind: 'elu', alpha: 1 },
  Selu: { kind: 'selu' },
  Sigmoid: { kind: 'sigmoid' },
  Tanh: { kind: 'tanh' },
  Softplus: { kind: 'softplus' },
  Softsign: { kind: 'softsign' },
  Exp: { kind: 'exponential' },
}
export const functionNames: readonly string[] = [...Object.keys(functions), 'LeakyRelu']

/** Null for what is none. */
export function functionOf(op: string, slope: number): Activation['of'] | null {
  if (op === 'LeakyRelu') return { kind: 'leaky', slope }
  return Object.hasOwn(functions, op) ? functions[op]! : null
}
