// Mean of |right - here| plus mean of |below - here|, the anisotropic form of Rudin, Osher and Fatemi, Physica D 60 (1992) 259-268.
import { absolute, mean, type Penalty } from './kind.ts'

export const totalVariation: Penalty = (image) => {
  const [batch, height, width, channels] = image.shape
  const across = image
    .slice([0, 0, 1, 0], [batch, height, width - 1, channels])
    .sub(image.slice([0, 0, 0, 0], [batch, height, width - 1, channels]))
  const down = image
    .slice([0, 1, 0, 0], [batch, height - 1, width, channels])
    .sub(image.slice([0, 0, 0, 0], [batch, height - 1, width, channels]))
  return mean(absolute(across)).add(mean(absolute(down)))
}
