// Servers on loopback that stand for somebody else's, as long as a test needs them.
import type { Server } from 'node:http'
import { listen } from '../local/port.ts'

/** @returns its address, with a port that was free. */
export const listening = async (server: Server): Promise<string> => `http://127.0.0.1:${await listen(server)}`

/** Whoever is still connected is cut off. */
export async function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
