import { createLogger } from './logger.ts';
import { readSettingsOrExit } from './settings/read-or-exit.ts';
import { untilToldToStop } from './shutdown.ts';
import { startIdentity, stopIdentity } from './stack/parts/identity.ts';

/** A managed identity for containers that run nowhere near Azure. Only Azurite takes its tokens. */
const { identityHost, identityPort, identityHeader } = readSettingsOrExit('identity-stub');
const log = createLogger('identity-stub', 'info');

const server = await startIdentity(identityPort, identityHeader, identityHost);
log.info({ host: identityHost, port: identityPort }, 'Server:Listening');
log.info({ signal: await untilToldToStop() }, 'Process:Stopping');
await stopIdentity(server);
