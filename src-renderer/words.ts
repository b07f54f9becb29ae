// The glossary: every standard term of the page, with the plain word for it and one line of help.

export interface Word {
  /** The field's own term: the label on screen. */
  term: string
  /** The plain word. */
  plain: string
  help: string
}

export const words = {
  'synthetic-dataset': { term: 'Synthetic dataset', plain: 'shapes data set', help: 'Thousands of little pictures the computer draws itself, so that we know exactly what is in them.' },
  class: { term: 'Class', plain: 'kind of picture', help: 'Shape × line style × colour, such as “rainbow double circle”. There are 60.' },
  split: { term: 'Split', plain: 'part of the pictures', help: 'Pictures are dealt 8:1:1 into training, validation and test.' },
  train: { term: 'Training split', plain: 'practice', help: 'The pictures a network learns from: eight of ten.' },
  validation: { term: 'Validation split', plain: 'check', help: 'Pictures watched while learning, but not learnt from: one of ten.' },
  test: { term: 'Test split', plain: 'final exam', help: 'Pictures kept secret until the end: one of ten.' },
  classifier: { term: 'Classifier', plain: 'sorter', help: 'A network that looks at a picture and names its class. Five convolutions and two dense layers.' },
  autoencoder: { term: 'Autoencoder', plain: 'copier', help: 'A network that squeezes a picture into a few numbers and draws it again from them.' },
  latent: { term: 'Latent vector', plain: 'the dials', help: 'The six numbers that an autoencoder keeps of a picture.' },
  decoder: { term: 'Decoder', plain: 'painter', help: 'The half of an autoencoder that turns a latent vector into a picture. Also called generator.' },
  channel: { term: 'Channel', plain: 'detector', help: 'One of the things a layer looks for, at every place of the picture.' },
  neuron: { term: 'Neuron', plain: 'detector at one place', help: 'One channel at one place of the picture.' },
  layer: { term: 'Layer', plain: 'stage', help: 'conv1 to conv5, then dense layers. Early ones see lines and colours, late ones whole shapes.' },
  logit: { term: 'Logit', plain: 'vote', help: 'How much the classifier speaks for a class, before the votes are turned into shares.' },
  activation: { term: 'Activation', plain: 'reaction', help: 'How strongly a channel answers a picture. Bigger means more of what it looks for.' },
  'feature-visualization': { term: 'Feature visualization', plain: 'its favourite picture', help: 'Start from noise and change the pixels step by step, so that a channel reacts more and more. Also called activation maximization.' },
  naive: { term: 'Naive optimization', plain: 'no help', help: 'Only the activation counts. Fast, but the picture fills with speckle.' },
  robust: { term: 'Transformation robustness', plain: 'wobble', help: 'At every step the picture is shifted, scaled and turned at random, as far as the settings say. Only what survives remains. The paper shifts by up to 20 pixels.' },
  generated: { term: 'Generative parameterization', plain: 'imagined', help: 'Only pictures that the decoder can draw are allowed.' },
  examples: { term: 'Dataset examples', plain: 'real examples', help: 'The real pictures that a channel reacts to most.' },
  search: { term: 'Random latent search', plain: 'try many and keep the best', help: 'Draw many latent vectors by chance, and keep those whose pictures the network reacts to most.' },
  ascent: { term: 'Gradient ascent', plain: 'climb', help: 'Walk uphill: change the start a little, in the direction in which the activation grows most.' },
  objective: { term: 'Objective', plain: 'what is asked for', help: 'The number to be made large: a neuron, a channel, a class, or a weighted sum of these.' },
  'confusion-matrix': { term: 'Confusion matrix', plain: 'mistakes table', help: 'Which class was taken for which, and how often.' },
  loss: { term: 'Loss', plain: 'error score', help: 'How wrong a network is. Lower is better; training makes it small.' },
  mse: { term: 'Mean squared error', plain: 'error of a copy', help: 'The mean of the squared differences between a picture and its copy; 0 is perfect.' },
  accuracy: { term: 'Accuracy', plain: 'share right', help: 'The share of pictures whose class is named rightly.' },
  epoch: { term: 'Epoch', plain: 'round', help: 'One pass over all training pictures.' },
  step: { term: 'Step', plain: 'one small change', help: 'One change of the weights, or of the picture.' },
  batch: { term: 'Batch size', plain: 'pictures at a time', help: 'How many pictures are looked at before the weights are changed once.' },
  'learning-rate': { term: 'Learning rate', plain: 'size of a step', help: 'How far the weights move at each step. Too large and learning breaks; too small and it takes for ever.' },
  seed: { term: 'Seed', plain: 'roll of the dice', help: 'The number all chance comes from. The same seed gives the same result.' },
  transform: { term: 'Transform', plain: 'shake', help: 'A random change of the picture before the network sees it.' },
  regularizer: { term: 'Regularizer', plain: 'wish', help: 'A penalty that keeps a picture dark, soft or smooth.' },
  reconstruction: { term: 'Reconstruction', plain: 'copy', help: 'What the autoencoder draws from the six numbers it kept.' },
  parameterization: { term: 'Parameterization', plain: 'what may change', help: 'What the optimization moves: the pixels themselves, or the latent vector of a decoder.' },
  'dead-channel': { term: 'Dead channel', plain: 'silent detector', help: 'A channel that answers zero to every picture tried. With ReLU this is common and no fault.' },
  recipe: { term: 'Recipe', plain: 'how it was made', help: 'All settings and seeds of a run. The same recipe gives the same result, byte for byte, on the same machine.' },
  replay: { term: 'Replay', plain: 'do it again', help: 'Carries the same recipe out again, to see whether the same comes out.' },
  run: { term: 'Run', plain: 'one piece of work', help: 'A recipe that was carried out, with all that came of it.' },
  samples: { term: 'Samples', plain: 'tries', help: 'How many latent vectors are drawn by chance in a search.' },
} satisfies Record<string, Word>

export type WordId = keyof typeof words
