import js from "@eslint/js";
import globals from "globals";

const careful = {
  eqeqeq: "error",
  "no-var": "error",
  "prefer-const": "error",
  "no-implicit-globals": "error",
  "no-restricted-properties": [
    "error",
    { property: "innerHTML", message: "Text from outside becomes markup: use textContent, or clone a template." },
    { property: "insertAdjacentHTML", message: "Text from outside becomes markup: use textContent, or clone a template." },
  ],
  "no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
};

export default [
  { ignores: ["**/vendor/", "node_modules/", ".venv/", "build/", "test-results/"] },
  js.configs.recommended,
  {
    files: ["static/**/*.js"],
    languageOptions: { sourceType: "module", globals: { ...globals.browser, io: "readonly" } },
    rules: careful,
  },
  {
    files: ["tests/**/*.{js,mjs}", "bench/**/*.{js,mjs,cjs}"],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: careful,
  },
];
