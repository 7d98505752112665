import { describe, expect, test } from '@jest/globals'
import { healthChecksOf, checkTimeoutSeconds, overlongTimeouts } from '../../src/model/overridden.ts'
import type { StrategyName } from '../../src/model/config.ts'
import type { JsonObject } from '../../src/model/json.ts'

const groups = (TargetGroup: JsonObject, AlternateTargetGroup: JsonObject = {}) => ({
  service: {
    Resources: { TargetGroup: { Properties: TargetGroup }, AlternateTargetGroup: { Properties: AlternateTargetGroup } }
  }
})
const checks = (overrides: object, strategy: StrategyName = 'blue-green') =>
  healthChecksOf({ overrides, strategy, container: 'shop-container', startPeriodSeconds: 0, intervalSeconds: 10 })

test('the slower of the two groups decides', () => {
  expect(checks({})).toMatchObject({ healthyThreshold: 2, intervalSeconds: 10 })
  expect(checks(groups({ HealthyThresholdCount: 3 }, { HealthyThresholdCount: 5 })).healthyThreshold).toBe(5)
  expect(checks(groups({}, { HealthCheckIntervalSeconds: 60 })).intervalSeconds).toBe(60)
  expect(checks(groups({ HealthyThresholdCount: 4 })).healthyThreshold).toBe(4)
  expect(checks(groups({}, { HealthCheckIntervalSeconds: 5 })).intervalSeconds).toBe(10)
  expect(checks(groups({ HealthyThresholdCount: 1 })).healthyThreshold).toBe(2)
})

test('a rolling service has one group', () => {
  expect(checks(groups({}, { HealthCheckIntervalSeconds: 60 }), 'rolling').intervalSeconds).toBe(10)
  expect(checks(groups({ HealthCheckIntervalSeconds: 5 }), 'rolling').intervalSeconds).toBe(5)
})

describe('a check waits for its answer less than until the next one', () => {
  test.each([
    [{}, 10, 5],
    [{}, 5, 4],
    [groups({ HealthCheckIntervalSeconds: 5 }), 10, 4],
    [groups({}, { HealthCheckIntervalSeconds: 5 }), 10, 4],
    [groups({ HealthCheckIntervalSeconds: 30 }, { HealthCheckIntervalSeconds: 30 }), 5, 5]
  ])('%j with %d: %d', (overrides, interval, timeout) => {
    expect(checkTimeoutSeconds(overrides, interval)).toBe(timeout)
  })

  test('what overrides say is held against it', () => {
    expect(overlongTimeouts(groups({ HealthCheckTimeoutSeconds: 9 }), 10)).toEqual([])
    expect(overlongTimeouts(groups({ HealthCheckTimeoutSeconds: 10 }), 10)).toEqual([
      { group: 'TargetGroup', interval: 10, timeout: 10 }
    ])
    expect(overlongTimeouts(groups({}, { HealthCheckTimeoutSeconds: 30, HealthCheckIntervalSeconds: 20 }), 10)).toEqual(
      [{ group: 'AlternateTargetGroup', interval: 20, timeout: 30 }]
    )
  })
})
