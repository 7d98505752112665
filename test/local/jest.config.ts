// The tests of the local AWS: on a MiniStack, a gateway and an engine of their own. Run by
//   npm run unit -- --config test/local/jest.config.ts
import type { Config } from 'jest'

export default {
  rootDir: '../..',
  testMatch: ['<rootDir>/test/local/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' } }] },
  globalSetup: '<rootDir>/test/local/setup.ts',
  globalTeardown: '<rootDir>/test/local/teardown.ts',
  testTimeout: 180_000,
  maxWorkers: 2
} satisfies Config
