// Glossary: how a network learns, and how work is kept and done again.
import type { Word } from './glossary-word.ts'

export const trainingWords = {
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
  recipe: {
    term: 'Recipe',
    plain: 'how it was made',
    help: 'All settings and seeds of a run. The same recipe gives the same bytes on the same computer.',
  },
  replay: { term: 'Replay', plain: 'do it again', help: 'Carries out the same recipe again, to see whether the result is the same.' },
  run: { term: 'Run', plain: 'one piece of work', help: 'A recipe that was carried out, with everything it produced.' },
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
  hash: {
    term: 'Hash',
    plain: 'fingerprint',
    help: 'A short number worked out from all the bytes of a thing. If two hashes are equal, so are the bytes.',
    also: 'checksum sha-256',
  },
} satisfies Record<string, Word>
