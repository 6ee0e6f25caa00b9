/** SHA-256 of trainer/classifier/mnist-classifier.bin, by whose features images are judged. */
export const classifierSha256 = "953b891bbaa067d2d8780bd1cce1ae78479e21ef6abbc9164db1725706f948dd";
/** Its accuracy on MNIST's 10,000 test images, by wasm. */
export const classifierAccuracy = 0.991;
