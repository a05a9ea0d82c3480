/** The version of the contract: semantic, and sent with every answer. */
export const apiVersion = '0.2.0'
