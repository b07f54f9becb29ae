// Glossary: what a unit is asked for, and how pictures of it are found and judged.
import type { Word } from './glossary-word.ts'

export const visualizationWords = {
  attribution: {
    term: 'Attribution',
    plain: 'which pixels count',
    help: 'One number for each pixel: how much it raises what the network says, or lowers it.',
    also: 'saliency heat map explanation',
  },
  'integrated-gradients': {
    term: 'Integrated gradients',
    plain: 'what each pixel adds on the way',
    help: 'The gradient at each pixel, averaged on the way from a plain picture to this one. Together they give the whole difference.',
  },
  'grad-cam': {
    term: 'Grad-CAM',
    plain: 'where the important channels fire',
    help: 'The channels of one layer, each weighted by how much the answer depends on it. Only as fine as the places of that layer.',
    also: 'class activation map',
  },
  'activation-grid': {
    term: 'Activation grid',
    plain: 'what each place sees',
    help: 'At each place of a layer all channels together are one direction. Each direction is drawn as a picture of its own.',
  },
  'activation-atlas': {
    term: 'Activation atlas',
    plain: 'a map of what a layer sees',
    help: 'Activations from many pictures, laid out so that like ones lie together. Each cell of the map is drawn as a picture.',
  },
  metamer: {
    term: 'Metamer',
    plain: 'a look-alike for the network',
    help: 'Another picture that gives a layer nearly the same activations: what differs between the two, the layer does not keep.',
  },
  eigendistortion: {
    term: 'Eigendistortion',
    plain: 'most and least noticed change',
    help: 'Of all changes of one size, the one that moves a layer’s activations furthest, and one that hardly moves them.',
    also: 'sensitivity singular vector jacobian',
  },
  occlusion: {
    term: 'Occlusion',
    plain: 'cover and look',
    help: 'A square patch is covered, again and again in other places. Where the answer falls most, the picture matters most.',
  },
  'feature-visualization': {
    term: 'Feature visualization',
    plain: 'its favourite picture',
    help: 'Start from noise and change the pixels step by step, so that a unit’s activation rises.',
    also: 'activation maximization',
  },
  naive: {
    term: 'Naive optimization',
    plain: 'no help',
    help: 'Only the activation counts. It is fast, but the picture often fills with speckle.',
  },
  robust: {
    term: 'Transformation robustness',
    plain: 'wobble',
    help:
      'At every step the picture is shifted, scaled and turned at random, as far as the settings say. Only what survives remains. ' +
      'The paper shifts by up to 20 pixels.',
  },
  generated: {
    term: 'Generative parameterization',
    plain: 'imagined',
    help: 'Only pictures that the decoder can draw are tried. They are found by a search or by a climb.',
    also: 'generator prior latent ascent',
  },
  'generated-search': {
    term: 'Generated (search)',
    plain: 'best of many tries',
    help: 'The generator draws many random latent vectors. The picture with the highest activation is kept.',
    also: 'latent search',
  },
  'generated-climb': {
    term: 'Generated (climb)',
    plain: 'dials turned uphill',
    help: 'Gradient ascent on the latent vector: each step changes it a little, so that the drawn picture has a higher activation.',
    also: 'latent ascent',
  },
  examples: { term: 'Dataset examples', plain: 'real examples', help: 'The real pictures with the highest activation of a unit.' },
  search: {
    term: 'Random latent search',
    plain: 'try many and keep the best',
    help: 'Draw many latent vectors at random, and keep those whose pictures have the highest activation.',
  },
  ascent: {
    term: 'Gradient ascent',
    plain: 'climb',
    help: 'Walk uphill: change the start a little, in the direction in which the activation grows most. Then again.',
  },
  objective: {
    term: 'Objective',
    plain: 'what is asked for',
    help: 'The number to be made large: a neuron, a channel, a class, or a weighted sum of these.',
  },
  transform: {
    term: 'Transform',
    plain: 'shake',
    help: 'A random change of the picture before the network sees it, such as a shift or a turn.',
  },
  regularizer: { term: 'Regularizer', plain: 'wish', help: 'A penalty that keeps a picture dark, soft or smooth.' },
  parameterization: {
    term: 'Parameterization',
    plain: 'what may change',
    help: 'What the optimization moves: the pixels themselves, or the latent vector of a decoder.',
  },
  samples: { term: 'Samples', plain: 'tries', help: 'How many random latent vectors a search draws.' },
  'strongest-place': {
    term: 'Strongest place',
    plain: 'where it fires most',
    help: 'The highest activation of a channel anywhere in a picture. The lab ranks pictures by it, after ReLU.',
    also: 'maximum measure judged by',
  },
  'mean-over-picture': {
    term: 'Mean over the picture',
    plain: 'average of all places',
    help: 'The activation of a channel, averaged over all places. It is high if the channel fires on much of the picture.',
    also: 'average measure judged by',
  },
  jitter: { term: 'Jitter', plain: 'random shift', help: 'At each step the picture is shifted at random, by at most this many pixels.' },
  noise: {
    term: 'Noise',
    plain: 'random pixels',
    help: 'A picture of random pixels. If noise drives a unit as much as real pictures do, a high activation proves little.',
  },
  score: {
    term: 'Score',
    plain: 'what is made large',
    help: 'The activation of the objective: the number that a climb or a search makes large. Wishes are not counted in it.',
  },
  whitened: {
    term: 'Whitened',
    plain: 'evened out',
    help:
      'Latent numbers rescaled, so that each varies as much as the others and none follows another. A step then counts the same ' +
      'in all directions.',
    also: 'latent space',
  },
  'kept-within': {
    term: 'Kept within',
    plain: 'fence',
    help: 'How far from the middle of the dataset a climb may go in the whitened latent space, in standard deviations.',
    also: 'clamp ball box limit',
  },
  start: {
    term: 'Start',
    plain: 'where a climb begins',
    help: 'Random noise, or a latent vector. A climb may have several starts; the best one is then shown.',
  },
  'weighted-sum': {
    term: 'Weighted sum',
    plain: 'mix',
    help: 'Several units asked for at once. A larger weight asks for more of one; a weight below zero asks for less.',
  },
} satisfies Record<string, Word>
