/**
 * What the policy server and whoever enforces network access protection know in common. An administrator types it at
 * both; here nobody needs to.
 */
export const policyServerSecret = 'network access protection'
