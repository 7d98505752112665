import { expect, test } from '@jest/globals'
import { listeningIn } from '../../src/diagnose/listening.ts'

test.each<[string, number, boolean]>([
  ['Server listening on port 3000', 3000, false],
  ['[2026-01-01 00:00:00 +0000] [1] [INFO] Listening at: http://127.0.0.1:8000 (1)', 8000, true],
  ['INFO:     Uvicorn running on http://0.0.0.0:8000 (Press CTRL+C to quit)', 8000, false],
  [' * Running on http://localhost:5000', 5000, true],
  ['Tomcat started on port(s): 8080 (http) with context path', 8080, false],
  ['Tomcat started on port 8080 (http)', 8080, false],
  ['Now listening on: http://[::]:8080', 8080, false],
  ['* Listening on http://[::1]:3000', 3000, true],
  ['Connected to MongoDB, listening on port 3000', 3000, false],
  ['Server listening on 3000', 3000, false],
  ['[GIN-debug] Listening and serving HTTP on :3000', 3000, false],
  ['started server on 0.0.0.0:3000, url: http://localhost:3000', 3000, false]
])('a port is read in %s', (line, port, loopback) => {
  expect(listeningIn([line])).toEqual([{ port, loopback }])
})

test.each([
  '',
  'connecting to 10.0.0.1:5432',
  'Server started',
  'ready in 300 ms',
  'Debugger listening on ws://127.0.0.1:9229/0f2c',
  'redis ready at 127.0.0.1:6379',
  'running migrations on 10.0.0.5:5432',
  'listening on 10.0.0.5'
])('%j says nothing of it', (line) => {
  expect(listeningIn([line])).toEqual([])
})
