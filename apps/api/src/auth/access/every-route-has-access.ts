import { Injectable, RequestMethod, type OnApplicationBootstrap } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { Access } from './access.decorators.js';

/** The boot stops when a route says nothing about who may call it: the guard would refuse it to everybody. */
@Injectable()
export class EveryRouteHasAccess implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    const silent = this.silentRoutes();
    if (silent.length > 0) {
      throw new Error(`no @Open(), @SignedIn() or @Roles() on: ${silent.join(', ')}`);
    }
  }

  private silentRoutes(): string[] {
    const silent: string[] = [];
    for (const { metatype, instance } of this.discovery.getControllers()) {
      if (!metatype || typeof instance !== 'object' || instance === null) continue;
      const prototype: unknown = Object.getPrototypeOf(instance);
      for (const name of this.scanner.getAllMethodNames(prototype as object)) {
        const handler: unknown = Reflect.get(instance, name);
        if (typeof handler !== 'function' || !Reflect.hasMetadata(PATH_METADATA, handler)) continue;
        if (this.reflector.getAllAndOverride(Access, [handler, metatype])) continue;
        const method = Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod;
        silent.push(`${RequestMethod[method]} ${metatype.name}.${name}`);
      }
    }
    return silent;
  }
}
