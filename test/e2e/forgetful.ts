// Loaded before the action (NODE_OPTIONS): the names of the local AWS are forgotten within 0.3 s, so the 90 s for which a
// region that leaves DNS waits for resolvers are five.
const wait = globalThis.setTimeout
const shorter = (run: () => void, ms?: number): NodeJS.Timeout => wait(run, ms === 90_000 ? 5_000 : ms)
globalThis.setTimeout = Object.assign(shorter, wait)
