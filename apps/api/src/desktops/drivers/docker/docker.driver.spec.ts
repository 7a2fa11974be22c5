import process from 'node:process';
import { describeDriver } from '../../testing/driver-contract.js';
import { dockerStage } from '../../testing/docker-stage.js';

/** With TEST_DOCKER_SOCKET a real engine and the built image are used (docker/README.md), otherwise a fake engine. */
const socket = process.env['TEST_DOCKER_SOCKET'];

describeDriver(socket === undefined ? 'docker (fake engine)' : 'docker (real engine)', () =>
  dockerStage(socket),
);
