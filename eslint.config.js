// The rules of the house. test/architecture.test.ts holds those of imports, the environment and waiting as well.
import { readFileSync } from 'node:fs'
import js from '@eslint/js'
import ts from 'typescript-eslint'

/** Folder of src -> what its files may import beside node: and their own folder. */
const imports = JSON.parse(readFileSync(`${import.meta.dirname}/imports.json`, 'utf8'))
const folders = Object.keys(imports).filter((folder) => folder !== '.')

const directions = Object.entries(imports).map(([folder, allowed]) => {
  const message = `By imports.json src/${folder} may import ${allowed.join(', ')}`
  const types = folders.filter((each) => allowed.includes(`type ${each}`))
  const others = folders.filter((each) => ![folder, ...allowed, ...types].includes(each))
  const packages = allowed.filter((each) => !folders.includes(each)).map((each) => `${each}$`.replace('*$', ''))
  const to = (names) => `^(\\.\\.?/)+(${names.join('|')})/`
  const none = [`^(?!${['\\.', 'node:', ...packages].join('|')})`, ...(others.length > 0 ? [to(others)] : [])]
  return {
    files: [`src/${folder === '.' ? '' : `${folder}/**/`}*.ts`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            ...none.map((regex) => ({ regex, message })),
            ...(types.length > 0 ? [{ regex: to(types), message, allowTypeImports: true }] : [])
          ]
        }
      ],
      // A lazy import, which the rule above passes over.
      'no-restricted-syntax': [
        'error',
        ...none.map((regex) => ({
          selector: `ImportExpression[source.value=/${regex.replaceAll('/', '\\u002f')}/]`,
          message
        }))
      ]
    }
  }
})

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
    ignores: ['src/action/inputs.ts', 'src/action/runner.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only src/action/inputs.ts and runner.ts read it' }
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
  ...directions,
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: { process: 'readonly' } }
  }
)
