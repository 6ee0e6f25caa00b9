/** Stock TensorFlow.js on wasm: nothing of ours patches it. Imported when a bare process runs, and only there. */
export async function loadStock() {
  const tf = await import("@tensorflow/tfjs");
  await import("@tensorflow/tfjs-backend-wasm");
  await tf.setBackend("wasm");
  await tf.ready();
  return tf;
}

export type Stock = Awaited<ReturnType<typeof loadStock>>;
