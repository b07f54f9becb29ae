// How much a network has to compute for one picture.
import type { Architecture } from '../../src-shared/recipe/recipe.ts'
import { tapShapes, weightSpecs } from '../../src-main/science/networks/sequential.ts'

/** Multiply-adds of one forward pass, up to a layer, and those of the first layer that has any. */
export function multiplyAdds(architecture: Architecture, until?: string): { all: number; first: number } {
  const shapes = tapShapes(architecture)
  const counts: number[] = []
  const specs = weightSpecs(architecture).filter(({ shape }) => shape.length > 1)
  for (const layer of architecture.layers) {
    if (layer.kind === 'conv' || layer.kind === 'dense') {
      const places = layer.kind === 'conv' ? shapes[layer.name]![0]! * shapes[layer.name]![1]! : 1
      counts.push(places * specs[counts.length]!.shape.reduce((product, one) => product * one, 1))
    }
    if (layer.name === until) break
  }
  return { all: counts.reduce((sum, one) => sum + one, 0), first: counts[0]! }
}
