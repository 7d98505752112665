// The rules of the house. The import directions of docs/architecture.md stand here and in test/architecture.test.ts.
import js from '@eslint/js'
import ts from 'typescript-eslint'

/** What each folder of src may not import; type imports are allowed where a port is only described. */
const folder = (files, patterns) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] }
})
const packages = (group, message) => ({ group, message })
const others = (names, message, allowTypeImports = false) => ({
  regex: `^(\\.\\./)+(${names.join('|')})/`,
  message,
  allowTypeImports
})
const actions = packages(['@actions/*'], "GitHub's edge is src/action (exec also in src/docker)")
const aws = packages(['@aws-sdk/*', '@smithy/*'], 'AWS is called from src/aws only')
const edges = [actions, aws]

export default ts.config(
  { ignores: ['dist/', 'build/', 'coverage/', 'node_modules/', 'local/.cache/', 'examples/', 'test/e2e/app/'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'scripts/*.mjs'] },
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // node:test awaits these itself.
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['describe', 'it', 'test'] }] }
      ]
    }
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/action/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'The environment is read in src/action' }
      ]
    }
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/run/poll.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'setTimeout', message: 'Only src/run/poll.ts waits' },
        { name: 'setInterval', message: 'Only src/run/poll.ts waits' }
      ]
    }
  },
  folder(
    ['src/model/**/*.ts'],
    [
      ...edges,
      others(['action', 'command', 'decide', 'template', 'diagnose', 'run', 'aws', 'docker'], 'model imports nothing')
    ]
  ),
  folder(
    ['src/decide/**/*.ts', 'src/diagnose/**/*.ts'],
    [
      ...edges,
      others(
        ['action', 'command', 'decide', 'diagnose', 'run', 'aws', 'docker'],
        'decide and diagnose import model (decide also template)'
      )
    ]
  ),
  folder(
    ['src/template/**/*.ts'],
    [...edges, others(['action', 'command', 'decide', 'diagnose', 'run', 'aws', 'docker'], 'template imports model')]
  ),
  folder(
    ['src/run/**/*.ts'],
    [
      ...edges,
      others(['action', 'command', 'decide'], 'run imports model, template, diagnose'),
      others(['aws', 'docker'], 'run knows the edges by their types only', true)
    ]
  ),
  folder(
    ['src/command/**/*.ts'],
    [...edges, others(['action', 'docker'], 'command puts decide, run and aws together')]
  ),
  folder(
    ['src/aws/**/*.ts'],
    [actions, others(['action', 'command', 'decide', 'template', 'diagnose', 'run', 'docker'], 'aws imports model')]
  ),
  folder(
    ['src/docker/**/*.ts'],
    [
      packages(['@actions/core', '@actions/github'], 'docker uses @actions/exec only'),
      aws,
      others(['action', 'command', 'decide', 'template', 'diagnose', 'run', 'aws'], 'docker imports model')
    ]
  ),
  folder(
    ['src/action/**/*.ts'],
    [aws, others(['command', 'decide', 'template', 'diagnose', 'run', 'aws', 'docker'], 'action imports model')]
  ),
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly' } }
  }
)
