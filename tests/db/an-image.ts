export const sha256 = "a".repeat(64);

/** An image of samples, as a trainer tells of it. */
export const anImage = (step: number, hash = sha256) =>
  ({
    step,
    wallTimeMs: step,
    name: "samples",
    sha256: hash,
    mimeType: "image/png",
    width: 8,
    height: 9,
    bytes: 3,
  }) as const;
