import { setupServer } from 'msw/node';

/** The mocked API of the tests; a request no handler answers fails the test. */
export const server = setupServer();
