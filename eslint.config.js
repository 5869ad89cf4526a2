import js from "@eslint/js";
import globals from "globals";

const KEPT_PRIVATE = "An element keeps its state in private fields (#name): its public names are HTML attributes, or may become some.";

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
  { ignores: ["**/vendor/", "**/bundle/", "node_modules/", ".venv/", "build/", "test-results/"] },
  js.configs.recommended,
  {
    files: ["static/**/*.js"],
    languageOptions: { sourceType: "module", globals: globals.browser },
    rules: { ...careful, "max-len": ["error", 160] },
  },
  {
    files: ["static/js/elements/*.js"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: "PropertyDefinition[key.type='Identifier'][static=false]", message: KEPT_PRIVATE },
        { selector: "AssignmentExpression > MemberExpression.left[object.type='ThisExpression'][property.type='Identifier'][property.name!='hidden']", message: KEPT_PRIVATE },
      ],
    },
  },
  {
    files: ["tests/**/*.{js,mjs}", "bench/**/*.{js,mjs,cjs}", "tools/**/*.mjs"],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: careful,
  },
];
