// Help: a network of one's own.
export const ownNetwork = {
  id: 'own-network',
  title: 'Your own network',
  lead: 'Bring a network that someone else trained, and look inside.',
  blocks: [
    'The lab can read a network that takes pictures. Drop its file on the window, or open the list of models at the top and press ' +
      '“Bring your own network”.',
    {
      list: [
        'ONNX: one .onnx file. PyTorch writes it.',
        'Keras: a .keras or .h5 file.',
        'TensorFlow.js: a model.json with its .bin files, in a folder or a zip.',
      ],
    },
    'A folder or a zip is looked into. So a zip can hold a network, pictures or exported runs, and each opens where it belongs.',
    { heading: 'How to make such a file' },
    'In PyTorch: “model.eval()”, then “torch.onnx.export(model, torch.zeros(1, 3, 224, 224), "mine.onnx")”. ' +
      'Newer versions of PyTorch write a second file beside it, “mine.onnx.data”, with the weights. Bring both together.',
    'In Keras: “model = keras.models.load_model(...)”, then “model.save("mine.keras")”.',
    { heading: 'What is not read' },
    'Nothing in a file is run as a program. So a layer that is a program of its own, such as a Lambda layer of Keras, is not read. ' +
      'The lab names what it does not know. Then nothing is kept.',
    { heading: 'What is checked' },
    'Some operations are joined when the file is read, such as a batch normalization into one factor and one offset for each channel. ' +
      'Both forms are then computed on a black picture and on two of random numbers. The dialog says how close their answers are. ' +
      'A network whose answers differ by more than 1 in 10,000 is not kept.',
    { heading: 'How its pictures are read' },
    'A network knows pictures only as they were in its training. One wants numbers from 0 to 1, another from −1 to 1. This is called ' +
      '{preprocessing}. Try three pictures of your own. If the network names them well, the way of reading is right.',
    'The lab does not have the pictures that such a network learnt from. So it shows no real pictures beside the made ones.',
  ],
}
