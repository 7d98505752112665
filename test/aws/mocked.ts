// A client of the SDK that is mocked in a file of tests, as new before each of them.
import { beforeEach } from '@jest/globals'
import { mockClient } from 'aws-sdk-client-mock'

export const mocked: typeof mockClient = (client) => {
  const mock = mockClient(client)
  beforeEach(() => {
    mock.reset()
  })
  return mock
}
