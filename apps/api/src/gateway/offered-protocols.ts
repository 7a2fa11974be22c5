import { TOKEN_SUBPROTOCOL_PREFIX } from '#contracts';

/** RFC 6455 4.1: a comma list of RFC 7230 tokens, none twice. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

export type Offer =
  | { kind: 'acceptable'; token: string | undefined; subprotocol: string | undefined }
  | { kind: 'unacceptable'; why: string };

/**
 * Reads what a client offers. A token comes by subprotocol or by URL, never both; beside a token subprotocol the
 * application's own must be offered, because the token's name is never answered.
 */
export function readOffer(header: string | undefined, urlTokens: readonly string[], wanted: string): Offer {
  const names = header === undefined ? [] : header.split(',').map((name) => name.trim());
  if (names.some((name) => !TOKEN.test(name))) return unacceptable('a subprotocol is not a name');
  if (new Set(names).size !== names.length) return unacceptable('a subprotocol is offered twice');
  const tokens = [
    ...names
      .filter((name) => name.startsWith(TOKEN_SUBPROTOCOL_PREFIX))
      .map((name) => name.slice(TOKEN_SUBPROTOCOL_PREFIX.length)),
    ...urlTokens,
  ];
  if (tokens.length > 1) return unacceptable('more than one token');
  const offersWanted = names.includes(wanted);
  if (names.length > 0 && !offersWanted) return unacceptable(`offer the subprotocol ${wanted}`);
  return { kind: 'acceptable', token: tokens[0], subprotocol: offersWanted ? wanted : undefined };
}

function unacceptable(why: string): Offer {
  return { kind: 'unacceptable', why };
}
