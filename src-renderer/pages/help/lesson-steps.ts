// A lesson of 45 minutes with the library that comes with the lab: what to ask, what to open, what to see and what to conclude.
// Marks as in the help's other pages. Each step must be true of the starter: test/pages/settings-help.spec.ts opens them all.

export interface LessonStep {
  minutes: number
  question: string
  /** Where to go, with a link. */
  open: string
  /** What to press there, and what to look at. */
  see: string
  conclude: string
}

export const lessonSteps: readonly LessonStep[] = [
  {
    minutes: 5,
    question: 'What is in the pictures?',
    open: '[Data](#/data). Choose a class, then one of its pictures.',
    see:
      'There are 60 classes. Each has a shape, a line style and a colour. The page of a picture says where its shape stands, how ' +
      'large it is and how far it is turned.',
    conclude: 'The computer drew all the pictures, so we know everything about them. That is why we can check what a network says.',
  },
  {
    minutes: 9,
    question: 'Can a network learn this from examples?',
    open: '[Train, with 12 classes](#/train?classes=12). Press Start. While it learns, guess which two classes it will mix up.',
    see:
      'The loss falls and the accuracy rises. At the end, a sentence says what share of unseen pictures it names correctly. ' +
      'Guessing would be right 8.3 % of the time, which is 1 in 12. If there are any mistakes, look at one in the tab “Mistakes”.',
    conclude: 'Nobody gave it a rule. It learnt from examples. And it is judged by pictures that it did not learn from.',
  },
  {
    minutes: 7,
    question: 'What does one channel look for?',
    open: '[Look inside, conv3, channel 2](#/look/conv3/2?judged=max). At the top, the model is “Starter classifier”.',
    see:
      'Look at the frames on the real pictures: what do they have in common? Press O to see where the channel fires. Then look at ' +
      'other channels with J and K.',
    conclude:
      'This channel looks for edges of thick, bright shapes that stand upright or lean like a slash (/), on lines and triangles ' +
      'alike. Thin green lines that lean the other way hardly drive it. Nobody told it to. A channel is not a class.',
  },
  {
    minutes: 8,
    question: 'Does a high activation prove anything?',
    open: '[Look inside, rainbow double circle](#/look/logits/39).',
    see:
      'Four pictures, each with its activation and the share of the votes for this class. Which one has the highest activation? ' +
      'Which ones does the classifier itself call a rainbow double circle? Then read the sentence below them.',
    conclude:
      'A picture can have a very high activation and still not be a rainbow double circle, even to the network. A high number alone ' +
      'proves nothing.',
  },
  {
    minutes: 8,
    question: 'If a network is sure, is it right?',
    open:
      '[A picture of your own](#/data/own). Draw a circle or a triangle on the pad. Then draw a face, then a large letter A. If ' +
      'you can, open a photo, too.',
    see:
      'Which class does it name, and how sure is it? Read the note above the answer: how far is the picture from those that the ' +
      'network knows? For the letter there may be no warning at all.',
    conclude: 'It must choose one of its classes, whatever it sees. Sure is not the same as right, and no warning is no promise.',
  },
  {
    minutes: 6,
    question: 'Can walking uphill lead to the wrong place?',
    open:
      '[Imagine](#/imagine). Press Reset, then Climb. Beside “Towards” choose “green filled triangle”, and press “Climb from the ' +
      'sliders”.',
    see: 'The logit rises. But what does the classifier call the picture at the end? Read what the page says about the climb.',
    conclude:
      'A climb stops on the first hill, and it may be the wrong one. A search tries many points and keeps the best: slower, but it ' +
      'looks everywhere.',
  },
  {
    minutes: 2,
    question: 'What do we take home?',
    open: '[Can it be trusted?](#/help/trust)',
    see: 'Each pupil writes one sentence that begins with “A network can be …, and yet …”.',
    conclude: 'We can ask a network what it looks for. But we have to check the answer.',
  },
]
