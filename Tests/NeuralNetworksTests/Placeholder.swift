// NeuralNetworksTests
