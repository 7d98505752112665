// What a registry that says nothing is to a copy.
import { createServer } from 'node:http'
import { afterEach, expect, test } from '@jest/globals'
import { exchanger } from '../../src/docker/distribution.ts'
import { closed, listening } from '../listening.ts'

const server = createServer()
afterEach(() => closed(server))

test('silence has the code of what may pass', async () => {
  const exchange = exchanger({}, new AbortController().signal, 20)
  const answer = exchange(new URL(await listening(server)), { method: 'GET' })
  await expect(answer).rejects.toMatchObject({ code: 'ETIMEDOUT', message: 'no byte for 0.02 s' })
})
