import packageJson from '../../package.json' with { type: 'json' };

/** Version of the software, kept with every job that it accepts. */
export const SOFTWARE_VERSION = packageJson.version;
