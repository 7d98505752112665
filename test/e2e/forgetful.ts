// Loaded before the action (NODE_OPTIONS): the names of the local AWS are forgotten within 0.3 s, so the 90 s for which a
// region that leaves DNS waits for resolvers are five. Any other timer of 90 s is shortened with it.
const wait = globalThis.setTimeout
const shorter = (run: (...given: unknown[]) => void, ms?: number, ...given: unknown[]): NodeJS.Timeout =>
  wait(run, ms === 90_000 ? 5_000 : ms, ...given)
globalThis.setTimeout = Object.assign(shorter, wait)
