// Networks that were brought, in words.
export { formatWords } from '../../src-shared/recipe/brought-words.ts'
