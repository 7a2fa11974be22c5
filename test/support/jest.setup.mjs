// Order matters: the CommonJS throttler meets a module cycle unless Nest's ES modules are loaded before it.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
