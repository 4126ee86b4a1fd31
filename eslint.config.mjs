import js from '@eslint/js'
import pluginVue from 'eslint-plugin-vue'
import globals from 'globals'
import tseslint from 'typescript-eslint'

// Correctness and house rules only; how the code is laid out is CONTRIBUTING.md's matter.

const noDirectClock = [
  { object: 'Date', property: 'now', message: 'Time is passed in: a rule gets `now`, a use case asks the Clock port.' },
  { object: 'Math', property: 'random', message: 'Randomness is a port: a rule gets its numbers passed in.' },
]

export default tseslint.config(
  { ignores: ['dist/', '.data/', 'coverage/', 'test-artifacts/', 'node_modules/', 'src/manifest.json'] },

  js.configs.recommended,
  ...tseslint.configs.recommended,
  ...pluginVue.configs['flat/essential'],

  {
    languageOptions: { globals: { ...globals.es2024, ...globals.node } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'eqeqeq': ['error', 'always', { null: 'ignore' }],
      'no-debugger': 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      // TypeScript reports these itself, and knows more.
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },

  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'no-restricted-exports': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' }, style: { lang: 'scss' } }],
      'vue/block-order': ['error', { order: ['script', 'template', 'style'] }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/define-emits-declaration': 'error',
      'vue/define-props-declaration': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/no-undef-components': ['error', {
        ignorePatterns: ['^(view|text|image|block|scroll-view|swiper|swiper-item|rich-text|picker|navigator|root-portal)$', '^wd-'],
      }],
      'vue/no-unused-refs': 'error',
      'vue/no-v-html': 'error',
      'vue/prefer-true-attribute-shorthand': 'error',
    },
  },

  {
    files: ['src/**/*.{ts,vue}'],
    languageOptions: { globals: { ...globals.browser, uni: 'readonly', UniApp: 'readonly', getCurrentPages: 'readonly' } },
    rules: {
      // The phone takes types from the contract and nothing else from the server's side.
      'no-restricted-imports': ['error', { patterns: [{ group: ['**/cloudfunctions/**', '!**/cloudfunctions/contract', '!**/cloudfunctions/contract/*'], message: 'src knows the contract only.' }] }],
      'no-console': 'error',
      'no-restricted-globals': ['error', { name: 'wx', message: 'Only src/platform knows WeChat from H5.' }],
    },
  },
  { files: ['src/platform/**'], rules: { 'no-restricted-globals': 'off' } },
  // What a page shows comes in by props and leaves by events.
  {
    files: ['src/components/**'],
    rules: {
      'no-restricted-imports': ['error', { patterns: [{ group: ['@/services/client', '@/stores/*', '@/platform/*', '@/composables/*', '@/pages/*'], message: 'A component takes props and emits events; pages call.' }] }],
    },
  },

  {
    files: ['cloudfunctions/{domain,usecases,contract,ports}/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': ['error', ...noDirectClock],
      'no-restricted-globals': ['error', 'setTimeout', 'setInterval', 'setImmediate', 'process', 'fetch'],
    },
  },

  // Tools demand a default export of their configuration; CommonJS scripts require what they load.
  { files: ['*.config.{ts,mjs,js}', 'vite.config.ts', 'src/**/*.d.ts', '**/*.d.ts'], rules: { 'no-restricted-exports': 'off' } },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' }, rules: { '@typescript-eslint/no-require-imports': 'off' } },
)
