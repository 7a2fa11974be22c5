import { describeDriver } from '../../testing/driver-contract.js';
import { processStage } from '../../testing/process-stage.js';

describeDriver('process', processStage);
