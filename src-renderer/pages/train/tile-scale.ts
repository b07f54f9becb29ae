// How large the pictures of a training are shown.

/** CSS pixels that a tile is high, about. */
const tall = 96

/** Whole pixels of the screen for one of a picture that is `height` pixels high. */
export const tileScale = (height: number): number => Math.max(1, Math.round(tall / height))
