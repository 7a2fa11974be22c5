import { REAL_DOCKER_SOCKET } from '../../../../../../test/support/docker-socket.js';
import { dockerStage } from '../../testing/docker-stage.js';
import { describeDriver } from '../../testing/driver-contract.js';

const engine = REAL_DOCKER_SOCKET === undefined ? 'a fake engine' : 'a real engine';
describeDriver(`docker (${engine})`, () => dockerStage(REAL_DOCKER_SOCKET));
