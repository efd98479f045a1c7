/** What one vendor accepts of a tool. A limit that it does not state is missing. */
export interface VendorRules {
  toolName: RegExp
  /** Names of arguments. With `nestedNames`, also names in nested objects. */
  argumentName?: RegExp
  nestedNames?: boolean
  /** Characters of a description of a tool or an argument. */
  descriptionChars?: number
  /** The only keywords that the vendor knows. If missing, it knows all. */
  keywords?: readonly string[]
  /** Keywords that it refuses anywhere, or at the top level. */
  refused?: readonly string[]
  refusedAtTop?: readonly string[]
  /** Levels of nesting. The schema is the first, and an array counts as a level. */
  levels?: number
  properties?: number
  enumValues?: number
  /** Characters of the names and enum values of one schema. */
  namedChars?: number
  /** Whether enum values must be non-empty strings. */
  textEnums?: boolean
  /** The version of JSON Schema that the vendor checks a schema by. */
  draft?: 'draft-07' | '2020-12'
}

const COMBINED = ['anyOf', 'oneOf', 'allOf']

/**
 * The published limits, each from the page or source named above it. If a vendor changed a limit over
 * time, this is the tighter one, because older models are served too.
 */
export const VENDORS: Record<string, VendorRules> = {
  // https://platform.claude.com/docs/en/agents-and-tools/tool-use/define-tools: the name. The API's
  // own refusals: "Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'", "input_schema does
  // not support oneOf, allOf, or anyOf at the top level", "must match JSON Schema draft 2020-12".
  Anthropic: {
    toolName: /^[a-zA-Z0-9_-]{1,64}$/,
    argumentName: /^[a-zA-Z0-9_.-]{1,64}$/,
    refusedAtTop: COMBINED,
    draft: '2020-12',
  },
  // https://platform.openai.com/docs/guides/function-calling: the name, and 1,024 characters.
  // https://platform.openai.com/docs/guides/structured-outputs#supported-schemas: sizes, of which
  // older models accept 5 levels and 500 values. What strict mode refuses: src/lib/transform.ts of the
  // package openai, JSON_SCHEMA_UNSUPPORTED_SCHEMA_KEYWORDS.
  OpenAI: {
    toolName: /^[a-zA-Z0-9_-]{1,64}$/,
    descriptionChars: 1024,
    refusedAtTop: COMBINED,
    refused: [
      'oneOf',
      'allOf',
      'not',
      'if',
      'then',
      'else',
      'contains',
      'prefixItems',
      'patternProperties',
      'propertyNames',
      'minProperties',
      'maxProperties',
      'uniqueItems',
      'dependentRequired',
      'dependentSchemas',
      'unevaluatedItems',
      'unevaluatedProperties',
    ],
    levels: 5,
    properties: 5000,
    enumValues: 500,
    namedChars: 15_000,
  },
  // https://ai.google.dev/api/caching#FunctionDeclaration: names of functions and parameters.
  // https://ai.google.dev/api/caching#Schema: the fields, beside `additionalProperties`, which the
  // package @google/genai removes. The API's own refusals: "enum[0]: cannot be empty", "enum: only
  // allowed for STRING type".
  Gemini: {
    toolName: /^[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}$/,
    argumentName: /^[a-zA-Z_][a-zA-Z0-9_]{0,63}$/,
    nestedNames: true,
    keywords: [
      'type',
      'format',
      'title',
      'description',
      'nullable',
      'default',
      'example',
      'enum',
      'items',
      'minItems',
      'maxItems',
      'properties',
      'required',
      'minProperties',
      'maxProperties',
      'minimum',
      'maximum',
      'minLength',
      'maxLength',
      'pattern',
      'propertyOrdering',
      'additionalProperties',
    ],
    textEnums: true,
  },
  // microsoft/vscode, mcpTypes.ts: 64 characters with a prefix of at most 18 and what a client adds.
  // microsoft/vscode-copilot-chat, toolSchemaNormalizer.ts: draft 7, no unions at the top, items of
  // lists, 1,024 characters of a description.
  'VS Code': {
    toolName: /^[a-zA-Z0-9_-]{1,40}$/,
    descriptionChars: 1024,
    refused: [...COMBINED, 'not', 'if', 'then', 'else'],
    levels: 5,
    draft: 'draft-07',
  },
}
