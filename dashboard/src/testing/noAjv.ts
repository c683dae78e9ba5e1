/**
 * Stands for `@rjsf/validator-ajv8`, which the index of `@rjsf/core` imports for a test helper only:
 * ajv compiles validators by eval, which the content security policy forbids.
 */
export default {};
