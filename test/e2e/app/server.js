// An app that behaves as MODE says: well, or in one of the ways that apps do not.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const version = readFileSync(new URL('version.txt', import.meta.url), 'utf8').trim()
const { MODE = 'well', GREETING = '', PORT = '8080' } = process.env

console.log(`version ${version} starts, mode ${MODE}`)
if (MODE === 'crash') throw new Error('the database is not there: postgres://shop:s3cr3t-pass@db.internal/shop')
if (MODE === 'greedy') {
  // More than any limit that the tests set; without one, it stops by itself before it takes the machine along.
  const taken = []
  while (taken.length < 48) taken.push(Buffer.alloc(64 * 1024 * 1024, 1))
  throw new Error('3 GiB were given')
}

const server = createServer((request, response) => {
  if (request.url === '/healthz') response.statusCode = MODE === 'sick' ? 503 : 200
  response.end(`version ${version} ${GREETING}\n`)
})
server.keepAliveTimeout = 65_000
server.listen(Number(PORT), '0.0.0.0')
process.on('SIGTERM', () => server.close(() => process.exit(0)))
