// How long an engine that was asked to stop is waited for, by how long its steps have taken.

/** A step of the lab's own networks takes some hundred milliseconds at most. */
const least = 4_000
/** However large the network: an engine that has been silent for so long is stuck in native code. */
const most = 120_000
/** A step may take so many times longer than the longest until now. */
const slack = 3

export interface StopDeadline {
  /** The engine has said something. */
  heard(): void
  /** Milliseconds for which it may be silent now. */
  patience(): number
}

/** `now` tells the time in milliseconds. Time counts from the call. */
export function createStopDeadline(now: () => number = () => performance.now()): StopDeadline {
  let last = now()
  let longest = 0
  const silence = (): number => Math.max(longest, now() - last)
  return {
    heard() {
      longest = silence()
      last = now()
    },
    patience: () => Math.min(most, Math.max(least, slack * silence())),
  }
}
