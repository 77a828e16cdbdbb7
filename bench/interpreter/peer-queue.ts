export const PEER_QUEUE = 'bench-peer';
