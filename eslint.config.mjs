import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', '.data*', 'test/browser/output'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Environment is parsed once in libs/platform/src/config.' },
      ],
    },
  },
  {
    files: ['libs/platform/src/config/**', 'test/**', '**/*.spec.ts', '**/*.mjs', '**/vite.config.ts', 'apps/cli/**'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
      },
    },
    rules: { 'no-restricted-properties': 'off', 'no-console': 'off' },
  },
  {
    // Preact's hooks keep React's rules.
    files: ['apps/{widget,console}/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error' },
  },
  { files: ['apps/console/**/*.{ts,tsx}'], rules: { 'react-hooks/exhaustive-deps': 'error' } },
  {
    // Runs in the browser as it is.
    files: ['apps/console/public/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        ['document', 'location', 'window', 'setTimeout', 'Request', 'Response', 'URL'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
  {
    files: ['test/support/wechat/simulator/phone.js'],
    languageOptions: {
      globals: Object.fromEntries(
        ['document', 'location', 'navigator', 'sessionStorage', 'crypto', 'fetch', 'EventSource', 'URLSearchParams']
          .concat('btoa', 'setTimeout', 'clearTimeout', 'setInterval')
          .map((name) => [name, 'readonly']),
      ),
    },
  },
  { files: ['test/support/wechat/simulator/simulator.mjs'], languageOptions: { globals: { fetch: 'readonly' } } },
  { files: ['**/*.cjs'], languageOptions: { globals: { module: 'readonly', require: 'readonly' } } },
  { files: ['**/*.spec.ts', 'test/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);
