// The help's pages as data: plain paragraphs, in which {word} or {word|other text} is a term of the glossary and [text](#/address) a way.
// Written to be read by anyone who reads a newspaper; test/unit/glossary.test.ts holds them to that.

import { type LessonStep, lessonSteps } from './lesson-steps.ts'
import { autoencoderTopic } from './autoencoder-topic.ts'
import { ownNetwork } from './own-network-topic.ts'

export type Block =
  | string
  | { heading: string }
  | { list: readonly string[] }
  /** Pictures drawn here by the lab's own rasteriser: numbers of the usual dataset. */
  | { pictures: readonly number[]; caption: string }
  | { flow: readonly string[]; caption: string }
  | { lesson: readonly LessonStep[] }

export interface Topic {
  id: string
  title: string
  lead: string
  blocks: readonly Block[]
}

export const topics: readonly Topic[] = [
  {
    id: 'dataset',
    title: 'What is a dataset?',
    lead: 'The pictures a network learns from, and the ones it is tested on.',
    blocks: [
      'A network learns from examples. A dataset is a large pile of them. For each picture, we know what it shows.',
      { pictures: [0, 9, 14, 21, 24, 33, 39, 44, 52, 59], caption: 'Ten of the 60 classes. The computer drew these just now.' },
      'This lab does not use photos. It draws its own pictures: lines, squares, circles and triangles. This is called a ' +
        '{synthetic-dataset|synthetic dataset}. It has one great advantage: we know everything about each picture. We know its shape, ' +
        'its colour, where it stands and how far it is turned.',
      'Shape, line style and colour make the {class}. There are 4 shapes, 3 styles and 5 colours, so there are 60 classes. “Red ' +
        'double circle” is one of them.',
      { heading: 'Three parts' },
      'The pictures are divided into three parts. Each part is called a {split}.',
      {
        list: [
          'Eight in ten are for {train|training}. The network learns from these.',
          'One in ten is for {validation|validation}. With these we check, while it learns, how well it does.',
          'One in ten is kept for the {test}. The network does not see these until the end.',
        ],
      },
      'The test is what counts. A network may learn its pictures by heart, and still fail on new ones.',
      'All randomness comes from one number, the {seed}. The same seed draws the same pictures on every computer. So no pictures have ' +
        'to be stored.',
      'See for yourself: [look at all classes](#/data), or [draw a new dataset](#/data/new).',
    ],
  },
  {
    id: 'classifier',
    title: 'What is a classifier?',
    lead: 'A network that looks at a picture and names what it shows.',
    blocks: [
      'A {classifier} takes a picture and gives one number for each class. This number is a {logit}. You can think of it as a vote. ' +
        'The class with the strongest vote is the answer.',
      {
        flow: ['Picture', 'conv1', 'conv2', 'conv3', 'conv4', 'conv5', 'dense', '60 logits'],
        caption: 'A picture goes in on the left. Each box is a layer.',
      },
      'It is built of layers. Each {layer} looks at what the layer before it found. The first layers see lines and colours. The last ' +
        'ones see whole shapes.',
      { heading: 'How does it learn?' },
      'At first it knows nothing, and guesses. Then it is shown the training pictures. For each guess we work out how wrong it was. ' +
        'That number is the {loss}. All its {weights} are then moved a little, so that the loss gets smaller.',
      'This is done thousands of times. One pass over all the pictures is an {epoch}. The {learning-rate} says how far the weights ' +
        'move each time. If it is too large, learning breaks. If it is too small, it takes forever.',
      { heading: 'How good is it?' },
      'The share of test pictures that it names correctly is its {accuracy}. Compare it with guessing: of 60 classes, a guess is ' +
        'right once in 60 times. The {confusion-matrix} shows which classes it mixes up.',
      'If it is not good enough yet, open the training and press “Train longer”. The training continues where it stopped, as a new ' +
        'run. The old one stays as it is.',
      { heading: 'Sure is not the same as right' },
      'A classifier must name one of its classes, whatever you show it. Its {probability} says how sure it is. Show it something ' +
        'unlike all the pictures it learnt from, and it may still be very sure. So the lab compares your picture with test pictures, ' +
        'by what ' +
        'all layers answer. If yours is far from all of them, it warns you. No warning does not mean that the answer is right: a thin ' +
        'letter ' +
        'A can look to the network like two lines.',
      'See for yourself: [train one](#/train), or [draw a picture of your own](#/data/own) for it.',
    ],
  },
  {
    id: 'channel',
    title: 'What is a channel?',
    lead: 'One of the things that a layer looks for.',
    blocks: [
      'Each layer looks for many things at once. Each such thing is a {channel}. One may look for red edges. Another may look for ' +
        'round shapes.',
      'A channel slides over the picture and looks at each place. Where it finds what it looks for, its number is high. That number ' +
        'is its {activation}. Where there is nothing for it, the number is low.',
      'One channel at one place is a {neuron}.',
      { heading: 'No one told it what to look for' },
      'We do not choose what a channel looks for. It comes out of the learning. So we have to find out. That is what this lab is for.',
      'There are two ways. We can look through all the pictures for those with the highest activation: the {examples|dataset ' +
        'examples}. Or we can make a new picture that drives the channel even more.',
      { heading: 'Before and after ReLU' },
      'A channel first works out a number that may be below zero. Then comes {relu}: what is above zero is passed on, and what is ' +
        'below becomes zero. The next layer never sees the numbers below zero. For it, the channel was simply silent.',
      'So before ReLU, a picture can come out on top just because nothing in it speaks against the channel. An empty picture may ' +
        '“win”. After ReLU, only pictures that really make the channel fire can win.',
      'That is why the lab ranks real pictures after ReLU. When it makes a picture, it climbs before ReLU. A silent channel is flat ' +
        'after ReLU, and on flat ground there is no way up.',
      { heading: 'Strongest place or mean' },
      'A channel has one activation for each place. To rank pictures, we need one number for the whole picture. There are two choices.',
      {
        list: [
          '{strongest-place|Strongest place}: the highest of them all. It asks what the channel looks for. A small thing counts as ' +
            'much as a large one.',
          '{mean-over-picture|Mean over the picture}: the average of all places. It also asks how much of the picture the channel ' +
            'fires on. The paper’s objective is this mean.',
        ],
      },
      'The lab takes the strongest place, and draws a frame around what the channel sees there. You can switch to the mean beside ' +
        '“Judged by”. If the two tell different stories, the page says so.',
      { heading: 'Silent channels' },
      'Some channels never fire at all. Such a {dead-channel|dead channel} is common, and is not your fault.',
      'See for yourself: [look inside the model](#/look).',
    ],
  },
  {
    id: 'visualization',
    title: 'What is feature visualization?',
    lead: 'A picture made to please one part of a network.',
    blocks: [
      'Start with a picture of pure {noise}. Ask the network for the activation of one channel. Then change each pixel a tiny bit, so ' +
        'that the activation rises. Do this again and again. This is {feature-visualization|feature visualization}.',
      'The way up is found by {ascent|gradient ascent}. It is like walking up a hill in fog: at each step you feel which way the ' +
        'ground rises, and go there.',
      'What you ask for is the {objective}. It can be a channel, a neuron, a class, or a mix of these.',
      { heading: 'Why is it full of speckle?' },
      'This plain way is called {naive|naive}. It often ends in fine noise. The network answers it strongly, but we see nothing in ' +
        'it. So it really drives the channel, yet tells us little.',
      'There are three ways to help. You can [shake the picture](#/help/robustness), allow only [pictures a generator can ' +
        'draw](#/help/autoencoder), or add a {regularizer|wish} such as “stay dark” or “stay smooth”.',
      'See for yourself: [open a channel](#/look/conv3/0) and choose a method. The picture forms before your eyes.',
    ],
  },
  {
    id: 'robustness',
    title: 'What is transformation robustness?',
    lead: 'Shake the picture, so that only real shapes survive.',
    blocks: [
      'Fine speckle works only if each dot stands exactly where it is. Move it by one pixel, and it may do nothing.',
      'So we move it. At each step the picture is shifted and turned at random before the network sees it. What does not survive this ' +
        'gets no reward. What is left is larger forms. This is {robust|transformation robustness}.',
      'Each such change is a {transform}. The paper shifts by up to 20 pixels and turns by any angle. The lab’s fast setting shakes ' +
        'far less; “More settings” on the page of a unit says how much.',
      { heading: 'What it costs' },
      'A picture that is turned by any angle cannot show which way is up. If a channel cares about that, you will not see it. The ' +
        'shaken picture also often reaches a lower activation. So look at more than one method.',
      'See for yourself: [open a channel](#/look/conv3/0?method=robust), and compare it with the naive picture. Both start from the ' +
        'same noise.',
    ],
  },
  autoencoderTopic,
  {
    id: 'search',
    title: 'Search and climb',
    lead: 'Two ways to find the best six numbers.',
    blocks: [
      'We want the six numbers whose picture has the highest activation. There are two ways to find them.',
      {
        list: [
          'Climb, or {ascent|gradient ascent}: start somewhere and walk uphill. It is quick. But it stops on the first small hill. On ' +
            'the pages its pictures are called {generated-climb|“Generated (climb)”}.',
          'Search, or {search|random latent search}: try very many points at random and keep the best. It is plain and slow. But it ' +
            'looks everywhere. Its pictures are called {generated-search|“Generated (search)”}.',
        ],
      },
      'The paper found that climbing “will never move very far”. Its author threw 500,000 darts instead, and that worked for classes.',
      { heading: 'How can I tell that a climb got stuck?' },
      'Not by the score alone: it nearly always rises. Ask what the classifier calls the picture at the end. If you climbed towards a ' +
        'green triangle and it says “red triangle”, the climb found a hill, but the wrong one. The lab says so, and offers a search.',
      { heading: 'Why may a climb not move at all?' },
      'To climb, you must feel a slope. The author’s decoder ends in {relu}, which passes no slope on from black pixels, and most ' +
        'pixels are black. So there may be no way up to feel. The lab has a decoder without this flaw. It climbs with both and ' +
        'measures how ' +
        'far each gets, with your own networks.',
      'A good plan is to search first, and then climb from the best.',
      'See for yourself: [search](#/imagine/search), or see what both came to in [Reproduce](#/reproduce).',
    ],
  },
  {
    id: 'trust',
    title: 'Can it be trusted?',
    lead: 'How to read the numbers, and what a picture does not say.',
    blocks: [
      'A picture that drives a channel looks like an answer. Is it one? The lab draws its own data, so it can check.',
      'Below the four pictures of a unit stands one sentence: what can be concluded from them. It is worked out from the numbers on ' +
        'the page. These are the rules behind it.',
      { heading: 'How to read an activation' },
      {
        list: [
          'Compare it with that of the best real picture. If it is far higher, the made picture is unlike all real ones.',
          'Compare it with that of random {noise}. If noise does as well as real pictures, a high activation proves little.',
          'For a class, look at its share of the votes, which stands under each picture. If the class gets few votes, the picture ' +
            'does not show that class to the network, however high its logit is.',
          'Try a few seeds. What comes back each time counts. What comes once was luck.',
        ],
      },
      { heading: 'What it does not say' },
      {
        list: [
          'It shows what drives a channel most. It does not show everything that drives it.',
          'It does not show what the network needs. A channel may love red and yet do little for the result.',
          'Where real and made pictures differ, it may not matter to the channel, or the climb got stuck.',
          'A nice picture is not a true one. A decoder near its own data makes nice pictures whatever you ask for.',
        ],
      },
      'Good rules: look at all four methods. Look at real pictures too. Use the same {seed} to compare. And {replay|replay} a run ' +
        'when it counts: it should give the same bytes.',
      'See for yourself: [Reproduce](#/reproduce) compares each claim of the paper with what was measured here.',
    ],
  },
  ownNetwork,
  {
    id: 'paper',
    title: 'About the paper',
    lead: '“Generative Model Regularization for Feature Visualization by Optimisation”, Maxwell Clarke, 2020.',
    blocks: [
      'The paper was a student’s project at Victoria University of Wellington. It asks: do made pictures get better if only those ' +
        'that a generator can draw are allowed?',
      { heading: 'What it did' },
      {
        list: [
          'It drew 24,000 pictures of 60 classes and taught a {classifier} to name them.',
          'It made pictures for channels and classes in the naive way, and with shaking.',
          'It taught an {autoencoder} with six numbers, and tried to climb in its latent space. That failed.',
          'So it tried 500,000 points at random and kept the best. For classes this gave clear pictures. For channels of early layers ' +
            'it did not.',
        ],
      },
      { heading: 'What is different here' },
      {
        list: [
          'The paper blames the failed climb on slopes that fade in 13 layers. Here you can test that: the lab measures the slope ' +
            'itself, and climbs with another decoder as well.',
          'The paper says the third layer has 8 channels. In its code, the second has 8 and the third has 16. Both can be trained here.',
          'The text shifts first and then turns; the code turns first. Both can be chosen.',
          'The size of the shapes varies too, which the paper does not say.',
        ],
      },
      'What your computer found is in [Reproduce](#/reproduce). Each figure has the paper’s words beside our numbers, and says ' +
        'whether they agree.',
    ],
  },
  {
    id: 'lesson',
    title: 'A lesson in 45 minutes',
    lead: 'For teachers: seven questions, what to open, what to see and what to conclude. It needs no internet connection and no accounts.',
    blocks: [
      'The lesson uses the networks that come with the lab. Try it once yourself before you teach it. On each computer, start the lab ' +
        'and open this page. The links open the right places, and “Help” in the list on the left leads back.',
      'Step 2 trains a small network with 12 classes. The page says how long that takes on the computer, often about a minute. Other ' +
        'pages can be used while it learns.',
      { lesson: lessonSteps },
      { heading: 'If there is time left' },
      {
        list: [
          'In step 2 each group trains with another seed under “More settings”. [Compare](#/compare) then shows two networks side by ' +
            'side. Did they learn the same?',
          'Do step 3 with your own network. Choose it in “Model” at the top.',
          'Choose three words from the [glossary](#/help/glossary) and find them on the pages.',
        ],
      },
    ],
  },
]
