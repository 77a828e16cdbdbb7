/** What a stack that has stopped in good order tells its watchdog. */
export const STOPPED = 'stopped\n';
