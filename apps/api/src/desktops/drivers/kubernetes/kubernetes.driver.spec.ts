import { describeDriver } from '../../testing/driver-contract.js';
import { kubernetesStage } from '../../testing/kubernetes-stage.js';

describeDriver('kubernetes (fake cluster)', kubernetesStage);
