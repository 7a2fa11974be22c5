/** A real Docker engine to test against, with `onedollaragent-desktop` built (docs/drivers.md); without it a fake one is used. */
export const { TEST_DOCKER_SOCKET: REAL_DOCKER_SOCKET } = process.env;
