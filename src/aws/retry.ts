// Tries again only what was surely not done: a throttled call. A lost answer may mean that it was (F2.3).
import type { ECSClient } from '@aws-sdk/client-ecs'

type Strategies = ECSClient['config']['retryStrategy']
type RetryStrategy = Awaited<ReturnType<Strategies>>
type TokenStrategy = Extract<RetryStrategy, { acquireInitialRetryToken: unknown }>

/** @param usual gives the strategy whose pauses and limits are kept. */
export function throttlesOnly(usual: Strategies): TokenStrategy {
  const strategy = async (): Promise<TokenStrategy> => {
    const found = await usual()
    if ('acquireInitialRetryToken' in found) return found
    throw new Error('The SDK has a retry strategy of the old kind')
  }
  return {
    acquireInitialRetryToken: async (scope) => (await strategy()).acquireInitialRetryToken(scope),
    async refreshRetryTokenForRetry(token, info) {
      if (info.errorType !== 'THROTTLING') throw new Error('Not tried again')
      return (await strategy()).refreshRetryTokenForRetry(token, info)
    },
    recordSuccess: (token) => {
      void strategy().then((found) => {
        found.recordSuccess(token)
      })
    }
  }
}
