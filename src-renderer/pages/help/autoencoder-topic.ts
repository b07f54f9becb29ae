// Help: autoencoders, plain and variational, and their latent space.
export const autoencoderTopic = {
  id: 'autoencoder',
  title: 'Autoencoder and latent space',
  lead: 'A network that keeps a picture as six numbers, and draws it again.',
  blocks: [
    'An {autoencoder} has two halves. The first squeezes a picture into six numbers. The second, the {decoder}, draws the picture ' +
      'again from these six.',
    {
      flow: ['Picture', 'encoder', '6 numbers', 'decoder', 'Copy'],
      caption: 'All that the copy knows of the picture is in the six numbers.',
    },
    'The six numbers are the {latent|latent vector}. All possible values form the latent space. You can think of six dials. Turn ' +
      'one, and the picture changes: its size, its place, its colour. Above each dial the page says which of these its number ' +
      'follows most, ' +
      'and how much of it that explains.',
    'The copy is called a {reconstruction}. It is never quite right, since six numbers are few. The {mse|mean squared error} tells ' +
      'how far off it is.',
    { heading: 'What is it good for here?' },
    'Now let the decoder do the drawing, and turn the dials until the activation of a channel is high. This is the ' +
      '{generated|generative} way, and the idea of the paper. The speckle of single pixels is rare in such pictures, because a ' +
      'decoder that ' +
      'learnt smooth shapes can hardly draw it.',
    { heading: 'What it does not promise' },
    'A decoder draws something for all values of the dials. Near those of real pictures, it draws shapes it has learnt. Far away, ' +
      'it can draw blobs that look like nothing in the dataset. And a search for high activations likes to go far away.',
    'So the lab measures how far a result lies from the nearest training picture, and sets this beside how far test pictures lie. ' +
      'If it is farther than all of them, the page says that it is outside what the generator learnt. Then a high activation is no ' +
      'praise.',
    { heading: 'A kind that leaves fewer gaps' },
    'A plain autoencoder may put its pictures anywhere in the latent space, with gaps between them. A {vae|variational autoencoder} is ' +
      'also taught to keep them together: near 0 in each number, and spread by about 1. So random numbers of that kind, drawn from its ' +
      '{prior}, give a picture. The price is a less sharp copy. {beta|Beta} says how much order counts beside a sharp copy.',
    'If beta is too high, order is all that counts: the numbers no longer depend on the picture, and every copy looks alike. The lab ' +
      'counts the numbers that do depend on it, tells you when none is left, and offers a lower beta.',
    'See for yourself: [turn the dials](#/imagine), or [train one](#/train) with the kind “Variational autoencoder”.',
  ],
}
