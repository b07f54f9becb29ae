// The glossary: every standard term of the page, with the plain word for it and one line of help.

export interface Word {
  /** The field's own term: the label on screen. */
  term: string
  /** The plain word. */
  plain: string
  help: string
  /** Other names it goes by, to be found by them. */
  also?: string
}

export const words = {
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
  latent: { term: 'Latent vector', plain: 'the dials', help: 'The few numbers, usually six, that an autoencoder keeps of a picture.' },
  decoder: {
    term: 'Decoder',
    plain: 'painter',
    help: 'The half of an autoencoder that turns a latent vector into a picture. Also called generator.',
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
  'confusion-matrix': { term: 'Confusion matrix', plain: 'mistakes table', help: 'Which class was taken for which, and how often.' },
  loss: { term: 'Loss', plain: 'error score', help: 'How wrong a network is. Lower is better; training makes it small.' },
  mse: {
    term: 'Mean squared error',
    plain: 'error of a copy',
    help: 'The mean of the squared differences between a picture and its copy; 0 is perfect.',
  },
  accuracy: { term: 'Accuracy', plain: 'share right', help: 'The share of pictures whose class is named correctly.' },
  epoch: { term: 'Epoch', plain: 'round', help: 'One pass over all training pictures.' },
  step: { term: 'Step', plain: 'one small change', help: 'One change of the weights, or of the picture.' },
  batch: { term: 'Batch size', plain: 'pictures at a time', help: 'How many pictures are looked at before the weights are changed once.' },
  'learning-rate': {
    term: 'Learning rate',
    plain: 'size of a step',
    help: 'How far the weights move at each step. Too large, and learning breaks; too small, and it takes forever.',
  },
  seed: {
    term: 'Seed',
    plain: 'roll of the dice',
    help: 'The number that all randomness comes from. The same seed gives the same result.',
  },
  transform: {
    term: 'Transform',
    plain: 'shake',
    help: 'A random change of the picture before the network sees it, such as a shift or a turn.',
  },
  regularizer: { term: 'Regularizer', plain: 'wish', help: 'A penalty that keeps a picture dark, soft or smooth.' },
  reconstruction: { term: 'Reconstruction', plain: 'copy', help: 'What the autoencoder draws from the six numbers it kept.' },
  parameterization: {
    term: 'Parameterization',
    plain: 'what may change',
    help: 'What the optimization moves: the pixels themselves, or the latent vector of a decoder.',
  },
  'dead-channel': {
    term: 'Dead channel',
    plain: 'silent detector',
    help: 'A channel that answers zero to every picture tried. With ReLU this is common, and is not your fault.',
  },
  recipe: {
    term: 'Recipe',
    plain: 'how it was made',
    help: 'All settings and seeds of a run. The same recipe gives the same bytes on the same computer.',
  },
  replay: { term: 'Replay', plain: 'do it again', help: 'Carries out the same recipe again, to see whether the result is the same.' },
  run: { term: 'Run', plain: 'one piece of work', help: 'A recipe that was carried out, with everything it produced.' },
  samples: { term: 'Samples', plain: 'tries', help: 'How many random latent vectors a search draws.' },
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
  gradient: {
    term: 'Gradient',
    plain: 'slope',
    help:
      'Which way to change each number, and how much that would help. Its length (or norm) says how steep it is; at zero there is ' +
      'no way to feel.',
    also: 'norm length',
  },
  optimizer: {
    term: 'Optimizer',
    plain: 'rule for steps',
    help: 'The rule that makes a step out of a gradient. Adam, the usual one, finds a step length for each number by itself.',
    also: 'Adam',
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
  probability: {
    term: 'Probability',
    plain: 'share of the votes',
    help: 'A class’s share of all votes; all classes together have 100 %. It says how sure the network is, not whether it is right.',
    also: 'softmax class share percentage',
  },
  'standard-deviation': {
    term: 'Standard deviation (σ)',
    plain: 'usual spread',
    help: 'How far numbers usually lie from their mean. To be one σ away is common; to be three away is rare.',
    also: 'sigma deviation',
  },
  variance: {
    term: 'Variance',
    plain: 'how much numbers differ',
    help: 'The mean squared distance from the mean. “40 % of the variance” means this share of all differences.',
  },
  explained: {
    term: 'Explained share',
    plain: 'how much goes along',
    help: 'The share of a number’s variance that goes along with a factor, such as colour. At 100 %, nothing else decides the number.',
    also: 'eta squared correlation ratio explains',
  },
  correlation: {
    term: 'Correlation (r)',
    plain: 'how well two lists agree',
    help: 'How well two lists of numbers rise and fall together: 1 is exactly, 0 is not at all, −1 is the other way round.',
  },
  'principal-axis': {
    term: 'Principal axis',
    plain: 'main direction',
    help: 'The direction in which the latent vectors of a dataset differ most. The second one is at a right angle to it.',
    also: 'principal component pca',
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
  histogram: {
    term: 'Histogram',
    plain: 'bars that count',
    help: 'Each bar shows how many pictures have an activation in its range. With a log scale, small numbers of pictures can be seen too.',
    also: 'log scale distribution',
  },
  interval: {
    term: '95 % interval',
    plain: 'range of doubt',
    help: 'The true value most likely lies in this range. More pictures, or more starts, make it narrower.',
    also: 'confidence',
  },
  sigmoid: {
    term: 'Sigmoid',
    plain: 'squash to 0 and 1',
    help: 'Squeezes any number into the range from 0 to 1, as the brightness of a pixel needs it.',
    also: 'activation function',
  },
  encoder: {
    term: 'Encoder',
    plain: 'packer',
    help: 'The half of an autoencoder that turns a picture into a latent vector. Encoded pictures are pictures as latent vectors.',
  },
  'normal-distribution': {
    term: 'Normal distribution',
    plain: 'bell curve',
    help: 'Random numbers that fall near the mean more often than far from it. Here they have the mean and spread of the encoded pictures.',
    also: 'gaussian covariance posterior',
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
  hash: {
    term: 'Hash',
    plain: 'fingerprint',
    help: 'A short number worked out from all the bytes of a thing. If two hashes are equal, so are the bytes.',
    also: 'checksum sha-256',
  },
} satisfies Record<string, Word>

export type WordId = keyof typeof words
