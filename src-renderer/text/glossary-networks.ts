// Glossary: pictures, and the parts of a network that looks at them or draws them.
import type { Word } from './glossary-word.ts'

export const networkWords = {
  'synthetic-dataset': {
    term: 'Synthetic dataset',
    plain: 'shapes data set',
    help: 'Thousands of little pictures the computer draws itself, so that we know exactly what is in them.',
  },
  class: {
    term: 'Class',
    plain: 'kind of picture',
    help: 'Shape × line style × colour, such as “rainbow double circle”. The paper’s dataset has 60; your own may have fewer.',
  },
  split: { term: 'Split', plain: 'part of the pictures', help: 'Pictures are dealt 8:1:1 into training, validation and test.' },
  train: { term: 'Training split', plain: 'practice', help: 'The pictures a network learns from: eight in ten.' },
  validation: {
    term: 'Validation split',
    plain: 'check',
    help: 'Pictures used to check a network while it learns. It does not learn from them. One in ten.',
  },
  test: {
    term: 'Test split',
    plain: 'final exam',
    help: 'Pictures kept back until the end, to see what a network makes of new ones. One in ten.',
  },
  preprocessing: {
    term: 'Preprocessing',
    plain: 'how pictures are read',
    help:
      'What is done with the numbers of a picture before a network sees it, such as from 0 to 255 to −1 to 1. A network understands ' +
      'pictures only as they were in its training.',
    also: 'normalization mean standard deviation rgb bgr imagenet',
  },
  classifier: {
    term: 'Classifier',
    plain: 'sorter',
    help: 'A network that looks at a picture and names its class. It has five convolutions and two dense layers.',
  },
  autoencoder: {
    term: 'Autoencoder',
    plain: 'copier',
    help: 'A network that squeezes a picture into a few numbers and draws it again from them.',
  },
  vae: {
    term: 'Variational autoencoder',
    plain: 'orderly copier',
    help: 'An autoencoder that keeps its latent vectors near a normal distribution, so that a point drawn from it is a picture.',
  },
  kl: {
    term: 'KL divergence',
    plain: 'distance to the bell curve',
    help:
      'How far the latent vectors of pictures are from the prior, in nats. 0 means that they say nothing about the picture. ' +
      'A variational autoencoder keeps it low.',
    also: 'kullback leibler nat',
  },
  beta: {
    term: 'Beta',
    plain: 'weight of order',
    help:
      'How much the KL divergence counts in the loss of a variational autoencoder. 1 is usual. More keeps latent vectors nearer to the ' +
      'prior, and blurs the copies.',
    also: 'beta-vae',
  },
  prior: {
    term: 'Prior',
    plain: 'where it expects pictures',
    help:
      'The normal distribution in which a variational autoencoder is taught to put its latent vectors: each number with mean 0 and ' +
      'standard deviation 1.',
    also: 'vae standard normal',
  },
  latent: { term: 'Latent vector', plain: 'the dials', help: 'The few numbers, usually six, that an autoencoder keeps of a picture.' },
  decoder: {
    term: 'Decoder',
    plain: 'painter',
    help: 'The half of an autoencoder that turns a latent vector into a picture. Also called generator.',
  },
  encoder: {
    term: 'Encoder',
    plain: 'packer',
    help: 'The half of an autoencoder that turns a picture into a latent vector. Encoded pictures are pictures as latent vectors.',
  },
  channel: {
    term: 'Channel',
    plain: 'detector',
    help: 'One of the things a layer looks for. It looks for it everywhere in the picture.',
    also: 'feature map',
  },
  neuron: { term: 'Neuron', plain: 'detector at one place', help: 'One channel at one place of the picture.' },
  layer: {
    term: 'Layer',
    plain: 'stage',
    help: 'conv1 to conv5, then dense layers. Early ones see lines and colours, late ones whole shapes.',
  },
  logit: {
    term: 'Logit',
    plain: 'vote',
    help: 'How strongly the classifier votes for a class, before votes become percentages. It is the activation of that class.',
  },
  activation: {
    term: 'Activation',
    plain: 'reaction',
    help: 'How strongly a channel or another unit responds to a picture. Higher means more of what it looks for.',
  },
  unit: {
    term: 'Unit',
    plain: 'one part of a layer',
    help: 'A channel of a convolution, a neuron of a dense layer, or the logit of a class: whatever can be asked what it looks for.',
  },
  relu: {
    term: 'ReLU',
    plain: 'cut at zero',
    help: 'What most layers do last: numbers above zero are passed on, all others become zero.',
    also: 'rectified linear unit activation function',
  },
  'dead-channel': {
    term: 'Dead channel',
    plain: 'silent detector',
    help: 'A channel that answers zero to every picture tried. With ReLU this is common, and is not your fault.',
  },
  'receptive-field': {
    term: 'Receptive field',
    plain: 'what one place sees',
    help: 'The part of the picture that a neuron can see. It grows from layer to layer. The frame on a picture shows it.',
    also: 'patch spot outline',
  },
  convolution: {
    term: 'Convolution',
    plain: 'layer that slides',
    help: 'A layer whose channels look at one small patch after another, in the same way all over the picture.',
    also: 'conv',
  },
  dense: {
    term: 'Dense layer',
    plain: 'layer that sees all',
    help: 'A layer in which each unit sees all of the layer before. The last one gives one logit for each class.',
    also: 'fully connected',
  },
  weights: {
    term: 'Weights',
    plain: 'what it has learnt',
    help: 'The numbers inside a network that training changes. All that it has learnt is in them.',
    also: 'parameters',
  },
  sigmoid: {
    term: 'Sigmoid',
    plain: 'squash to 0 and 1',
    help: 'Squeezes any number into the range from 0 to 1, as the brightness of a pixel needs it.',
    also: 'activation function',
  },
  reconstruction: { term: 'Reconstruction', plain: 'copy', help: 'What the autoencoder draws from the six numbers it kept.' },
} satisfies Record<string, Word>
