import { bootstrapApplication } from '@angular/platform-browser';
import { appConfig } from './app/shell/app.config.js';
import { Shell } from './app/shell/shell.js';

await bootstrapApplication(Shell, appConfig);
