// The rules for all scripts: kg/views/js runs in browsers, tests/js in node. Run from the top folder (make lint).
import js from "@eslint/js";
import globals from "globals";

const libraries = { vis: "readonly", webgl: "readonly", Yasqe: "readonly" }; // scripts that the pages load before ours

const isShared = (name) => name in globals["shared-node-browser"];
const browserOnly = Object.keys(globals.browser).filter((name) => !isShared(name));
const withoutBrowser = Object.fromEntries(browserOnly.map((name) => [name, "off"]));

export default [
  js.configs.recommended,
  {
    files: ["kg/views/js/**/*.js", "kg/views/webgl/*.js"],
    languageOptions: { ecmaVersion: 2023, globals: { ...globals.browser, ...libraries } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      complexity: ["error", 20],
      eqeqeq: "error",
      "func-style": ["error", "declaration", { allowArrowFunctions: true }],
      "max-lines": ["error", { max: 300 }],
      "no-implicit-globals": "error",
      "no-shadow": "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-use-before-define": ["error", { functions: false, variables: false }],
      "no-useless-rename": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "off", // text before a variable reads well with +
    },
  },
  {
    // What is core can be tested without a browser, and depends on nothing of the page.
    files: ["kg/views/js/core/**/*.js"],
    languageOptions: { globals: withoutBrowser },
    rules: { "no-restricted-imports": ["error", { patterns: ["../page/*", "../drawings/*"] }] },
  },
  { files: ["tests/js/**/*.js"], languageOptions: { ecmaVersion: 2023, globals: globals.node } },
];
