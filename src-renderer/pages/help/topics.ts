// The help's pages as data: plain paragraphs, in which {word} or {word|other text} is a term of the glossary and [text](#/address) a way.
// Written to be read by anyone who reads a newspaper; test/laws/words.test.ts holds them to that.

export type Block =
  | string
  | { heading: string }
  | { list: readonly string[] }
  /** Pictures drawn here by the lab's own rasteriser: numbers of the usual dataset. */
  | { pictures: readonly number[]; caption: string }
  | { flow: readonly string[]; caption: string }

export interface Topic {
  id: string
  title: string
  lead: string
  blocks: readonly Block[]
}

export const topics: readonly Topic[] = [
  {
    id: 'dataset', title: 'What is a dataset?', lead: 'The pictures a network learns from, and the ones it is tested on.',
    blocks: [
      'A network learns from examples. A dataset is a large pile of them. For each picture, we know what it shows.',
      { pictures: [0, 9, 14, 21, 24, 33, 39, 44, 52, 59], caption: 'Ten of the 60 classes. The computer drew these just now.' },
      'This lab does not use photos. It draws its own pictures: lines, squares, circles and triangles. This is called a {synthetic-dataset|synthetic dataset}. It has one great gain: we know all about each picture. We know its shape, its colour, where it stands and how far it is turned.',
      'Shape, line style and colour make the {class}. There are 4 shapes, 3 styles and 5 colours, so there are 60 classes. “Red double circle” is one of them.',
      { heading: 'Three parts' },
      'The pictures are dealt out into three parts, each called a {split}.',
      { list: ['Eight of ten go to {train|training}. The network learns from these.', 'One of ten goes to {validation|validation}. We look at these while it learns, to see how it does.', 'One of ten is kept for the {test}. The network never sees it until the end.'] },
      'The test is what counts. A network may learn its pictures by heart, and still fail on new ones.',
      'All chance comes from one number, the {seed}. The same seed draws the same pictures on each computer. So no pictures have to be stored.',
      'See for yourself: [look at all classes](#/data), or [draw a new dataset](#/data/new).',
    ],
  },
  {
    id: 'classifier', title: 'What is a classifier?', lead: 'A network that looks at a picture and names what it shows.',
    blocks: [
      'A {classifier} takes a picture and gives one number for each class. Such a number is a {logit}. You can think of it as votes. The class with the most votes is the answer.',
      { flow: ['Picture', 'conv1', 'conv2', 'conv3', 'conv4', 'conv5', 'dense', '60 logits'], caption: 'A picture goes in at the left. Each box is a layer.' },
      'It is built of layers. Each {layer} looks at what the one before it found. The first layers see lines and colours. The last ones see whole shapes.',
      { heading: 'How does it learn?' },
      'At first it knows nothing, and guesses. Then it is shown pictures from the training part. For each guess we work out how wrong it was. That number is the {loss}. All its weights are then moved a little, so that the loss gets smaller.',
      'This is done thousands of times. One pass over all the pictures is an {epoch}. The {learning-rate} says how far the weights move each time. If it is too large, the learning breaks. If it is too small, it takes for ever.',
      { heading: 'How good is it?' },
      'The share of test pictures it names rightly is its {accuracy}. The {confusion-matrix} shows which classes it mixes up.',
      'See for yourself: [train one](#/train), or [ask it about a picture of your own](#/data/own).',
    ],
  },
  {
    id: 'channel', title: 'What is a channel?', lead: 'One of the things that a layer looks for.',
    blocks: [
      'Each layer looks for many things at once. Each such thing is a {channel}. One may look for red edges. One may look for round shapes.',
      'A channel slides over the picture and looks at each place. Where it finds what it looks for, its number is high. That number is its {activation}. Where there is nothing for it, the number is low.',
      'One channel at one place is a {neuron}.',
      { heading: 'No one told it what to look for' },
      'We do not choose what a channel looks for. It comes out of the learning. So we have to find out. That is what this lab is for.',
      'There are two ways. We can look through all the pictures for those it answers to most: the {examples|dataset examples}. Or we can make a new picture that it likes even more.',
      'Some channels never answer at all. Such a {dead-channel|dead channel} is common, and is no fault of yours.',
      'See for yourself: [look inside the model](#/look).',
    ],
  },
  {
    id: 'visualization', title: 'What is feature visualization?', lead: 'A picture made to please one part of a network.',
    blocks: [
      'Start with a picture of pure noise. Ask the network how strongly a channel answers it. Then change each pixel a tiny bit, so that it answers more. Do this again and again. This is {feature-visualization|feature visualization}.',
      'The way up is found by {ascent|gradient ascent}. It is like walking up a hill in fog: at each step you feel which way the ground rises, and go there.',
      'What you ask for is the {objective}. It can be a channel, a neuron, a class, or a mix of these.',
      { heading: 'Why is it full of speckle?' },
      'This plain way is called {naive|naive}. It often ends in fine noise. The network answers to it strongly, but we see nothing in it. So the picture is true, and yet tells us little.',
      'There are three ways to help. You can [shake the picture](#/help/robustness), allow only [pictures a generator can draw](#/help/autoencoder), or add a {regularizer|wish} such as “stay dark” or “stay smooth”.',
      'See for yourself: [open a channel](#/look/conv3/0) and choose a method. The picture forms before your eyes.',
    ],
  },
  {
    id: 'robustness', title: 'What is transformation robustness?', lead: 'Shake the picture, so that only real shapes survive.',
    blocks: [
      'Fine speckle works only if each dot stands just where it is. Move it by one pixel, and it does nothing.',
      'So we move it. At each step the picture is shifted and turned by chance before the network sees it. What does not survive this gets no reward. What is left are larger forms. This is {robust|transformation robustness}.',
      'Each such change is a {transform}. The paper shifts by up to 20 pixels and turns by any angle.',
      { heading: 'What it costs' },
      'A picture that is turned by any angle cannot show which way is up. If a channel cares for that, you will not see it. So look at more than one method.',
      'See for yourself: [open a channel](#/look/conv3/0?method=robust), and set it beside the naive picture. Both start from the same noise.',
    ],
  },
  {
    id: 'autoencoder', title: 'Autoencoder and latent space', lead: 'A network that keeps a picture as six numbers, and draws it again.',
    blocks: [
      'An {autoencoder} has two halves. The first squeezes a picture into six numbers. The second, the {decoder}, draws the picture again from these six.',
      { flow: ['Picture', 'encoder', '6 numbers', 'decoder', 'Copy'], caption: 'All that the copy knows of the picture is in the six numbers.' },
      'The six numbers are the {latent|latent vector}. All that they can be is the latent space. You can think of six dials. Turn one, and the picture changes: its size, its place, its colour.',
      'The copy is called a {reconstruction}. It is never quite right, since six numbers are few. How far off it is tells the {mse|mean squared error}.',
      { heading: 'What is it good for here?' },
      'The decoder can draw only pictures that look a bit like the dataset. So we let it draw, and turn the dials until a channel answers most. No speckle can come of it. This is the {generated|generative} way, and the idea of the paper.',
      'See for yourself: [turn the dials](#/imagine).',
    ],
  },
  {
    id: 'search', title: 'Search and ascent', lead: 'Two ways to find the best six numbers.',
    blocks: [
      'We look for the six numbers whose picture a channel answers to most. There are two ways to find them.',
      { list: ['{ascent|Gradient ascent}: start somewhere and climb. It is quick. But it stops on the first small hill.', '{search|Random latent search}: try very many points by chance and keep the best. It is plain and slow. But it looks everywhere.'] },
      'The paper found that climbing “will never move very far”. So its author threw 500,000 darts instead, and that worked.',
      { heading: 'Why may a climb stop?' },
      'To climb, you must feel a slope. The author’s decoder ends in a way that passes no slope on from black pixels, and most pixels are black. So there may be no way up to feel. The lab has a decoder without this flaw. It climbs with both and measures how far each gets, with your own networks.',
      'A good plan is to search first, and then climb from the best.',
      'See for yourself: [search](#/imagine/search), or see what it came to in [Reproduce](#/reproduce).',
    ],
  },
  {
    id: 'trust', title: 'Can it be trusted?', lead: 'How to read the scores, and what a picture does not say.',
    blocks: [
      'A picture that a channel loves looks like an answer. Is it one? The lab draws its own data, so it can check.',
      { heading: 'How to read a score' },
      { list: [
        'The {activation} of a made picture says how strongly the channel answers. Set it beside that of the best real picture. If it is far higher, the made picture is unlike all real ones.',
        'The spread over seeds tells you if it was luck. Try a few seeds. What comes again each time counts.',
        'For a class, see what share of votes it gets. A full share for a picture in which you see nothing is a warning.',
      ] },
      { heading: 'What it does not say' },
      { list: [
        'It shows what a channel answers to most. It does not show all that it answers to.',
        'It does not show what the network needs. A channel may love red and yet do little for the result.',
        'A nice picture is not a true one. A decoder makes nice pictures of all things.',
      ] },
      'Good rules: look at all four methods. Look at real pictures too. Use the same {seed} to compare. And {replay|replay} a run when it counts: it should give the same bytes.',
      'See for yourself: [Reproduce](#/reproduce) sets each claim of the paper beside what was measured here.',
    ],
  },
  {
    id: 'paper', title: 'About the paper', lead: '“Generative Model Regularization for Feature Visualization by Optimisation”, Maxwell Clarke, 2020.',
    blocks: [
      'The paper was a student’s project at Victoria University of Wellington. It asks: do made pictures get better, if only those a generator can draw are allowed?',
      { heading: 'What it did' },
      { list: [
        'It drew 24,000 pictures of 60 classes and taught a {classifier} to name them.',
        'It made pictures for channels and classes by the naive way, and by shaking.',
        'It taught an {autoencoder} with six numbers, and tried to climb in its latent space. That failed.',
        'So it tried 500,000 points by chance and kept the best. For classes this gave clear pictures. For channels of early layers it did not.',
      ] },
      { heading: 'What differs here' },
      { list: [
        'The paper blames the failed climb on slopes that fade in 13 layers. Here you can test that: the lab measures the slope itself, and climbs with another decoder as well.',
        'The paper says the third layer has 8 channels. In its code, the second has 8 and the third has 16. Both can be trained here.',
        'The text shifts first and then turns; the code turns first. Both can be chosen.',
        'The size of the shapes varies too, which the paper does not say.',
      ] },
      'What came of it on your computer is in [Reproduce](#/reproduce). Each figure has the paper’s words beside our numbers, and says if they agree.',
    ],
  },
]
