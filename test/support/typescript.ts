/** The arguments with which Node runs a program of the project as it is written. */
export const asWritten = ['--import', import.meta.resolve('tsx/esm')]
