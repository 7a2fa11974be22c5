/**
 * Connections that come back: the events client, and the machine below it for any other transport. Runs unchanged in
 * Node 24 and in browsers, and imports nothing of ours but `#contracts`.
 *
 *     const client = new RealtimeClient({
 *       url: socketUrl(location.origin, EVENTS_PATH),
 *       token: async (signal) => (await mintToken({ purpose: 'events' }, signal)).token,  // or throw refusedWithStatus(404)
 *       environment: browserEnvironment(window),       // leave out in Node
 *       signIn: async () => identity.renew(),          // true: try again
 *       createSocket: (url, protocols) => new WS(url, protocols, { origin }),   // Node only: `ws` sends an Origin
 *     });
 *     client.onState((state) => show(state));          // "reconnecting" has `inMs` and `at`, "stopped" has `because`
 *     client.onReturn(({ awayMs, caughtUp }) => …);    // told when nothing is missing any more
 *     const followed = client.subscribe(sessionId, { onEvent, onSubscribed, onReset, onEnd }, { seq: 0 });
 *     client.start();
 *
 * A viewer of a desktop uses `Reconnector` with an `open` of its own, which makes a new RFB object at each try:
 *
 *     new Reconnector({
 *       environment: browserEnvironment(window),
 *       open: async (attempt) => {
 *         const token = await desktopToken(attempt.signal);
 *         attempt.signal.throwIfAborted();
 *         const socket = new WebSocket(url, [DESKTOP_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + token]);
 *         const rfb = new RFB(element, socket);
 *         rfb.addEventListener('connect', () => attempt.opened());
 *         socket.addEventListener('message', () => attempt.heard());
 *         socket.addEventListener('close', ({ code, reason }) => attempt.closed({ code, reason }));
 *         return {
 *           // FramebufferUpdateRequest of one pixel, not incremental: must be answered (RFC 6143 7.5.3)
 *           probe: () => socket.send(new Uint8Array([3, 0, 0, 0, 0, 0, 0, 1, 0, 1])),
 *           close: () => rfb.disconnect(),
 *         };
 *       },
 *     });
 *
 * Legal moves between states are data: `TRANSITIONS`. What a close code leads to is a table: `afterClose`.
 */
export { ABNORMAL_CLOSURE, afterClose, type AfterClose } from './after-close.js';
export { BACK_OFF_FIRST_MS, BACK_OFF_LONGEST_MS, backOff } from './back-off.js';
export { browserEnvironment, type BrowserWindow } from './browser-environment.js';
export { TRANSITIONS, type ConnectionState, type ConnectionStateName } from './connection-state.js';
export { ConnectionRefused, refusedWithStatus, type Ending } from './ending.js';
export { SILENT_ENVIRONMENT, type Environment, type EnvironmentSignal } from './environment.js';
export type { CreateSocket, SocketLike } from './events-socket.js';
export type { ResumePoint } from './log-position.js';
export {
  RealtimeClient,
  type RealtimeClientOptions,
  type Return,
  type SessionSubscription,
} from './realtime-client.js';
export { Reconnector, type ReconnectorOptions } from './reconnector.js';
export { socketUrl } from './socket-url.js';
export type { Subscribed, SubscriptionListener } from './subscription.js';
export { systemTime, type Cancel, type Time } from './time.js';
export type { Attempt, OpenTransport, Transport } from './transport.js';
