import type { Config } from 'jest'

export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['<rootDir>/test/(e2e|local|dist|templates|workflows)/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' } }] },
  clearMocks: true,
  maxWorkers: 2,
  // Every file of tests leaves its modules in the worker: one that is never renewed takes a gigabyte and more.
  workerIdleMemoryLimit: '500MB',
  // A loaded machine takes ten times as long as a quiet one.
  testTimeout: 180_000,
  // V8 itself reports every script that a process has ever loaded, after each file of tests: that is a third of the time.
  coverageProvider: 'babel',
  collectCoverageFrom: [
    'src/**/*.ts',
    // Run as a process by test/dist and test/e2e.
    '!src/{index,main}.ts'
  ],
  coverageReporters: ['text-summary'],
  coverageThreshold: {
    global: { lines: 90 },
    './src/model/': { lines: 100 },
    './src/decide/': { lines: 100 },
    './src/template/': { lines: 100 },
    './src/diagnose/': { lines: 100 }
  }
} satisfies Config
