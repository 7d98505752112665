// What the runner starts.
import { main } from './main.ts'

await main()
// A build that was broken off, or a kept-alive socket, must not hold the runner.
process.exit()
