/** A grid of 32-bit floats over two axes, as a netCDF of the classic format. */
export interface Grid {
  latitudes: Axis;
  longitudes: Axis;
  /** Names of the dimensions of the variable, in which it is stored. */
  order?: ['lat' | 'lon', 'lat' | 'lon'];
}

export interface Axis {
  values: readonly number[];
  type?: keyof typeof TYPES;
  attributes?: Record<string, string | number>;
}

const TYPES = { short: 3, int: 4, float: 5, double: 6 } as const;

/** Source: the file format specifications of netCDF. */
export function netcdfOf({ latitudes, longitudes, order = ['lat', 'lon'] }: Grid): Buffer {
  const axes = { lat: latitudes, lon: longitudes };
  const shared = { lat: { units: 'degrees_north' }, lon: { units: 'degrees_east' } };
  const count = latitudes.values.length * longitudes.values.length;
  const variables = [
    ...(['lat', 'lon'] as const).map((name) => {
      const { values, type = 'double', attributes = {} } = axes[name];
      return {
        name,
        dimensions: [name],
        type,
        attributes: { ...shared[name], ...attributes },
        data: numbers(values, type),
      };
    }),
    ...[{ name: 'heat', dimensions: order, type: 'float' as const, attributes: {}, data: Buffer.alloc(4 * count) }],
  ];
  const header = (places: readonly number[]) =>
    Buffer.concat([
      ...[Buffer.from('CDF\x01'), u32(0, 10, 2), text('lat'), u32(latitudes.values.length)],
      ...[
        text('lon'),
        u32(longitudes.values.length),
        attributesOf({ Conventions: 'CF-1.6' }),
        u32(11, variables.length),
      ],
      ...variables.flatMap(({ name, dimensions, type, attributes, data }, at) => [
        ...[text(name), u32(dimensions.length, ...dimensions.map((of) => (of === 'lat' ? 0 : 1)))],
        ...[attributesOf(attributes), u32(TYPES[type], data.length, places[at] ?? 0)],
      ]),
    ]);
  let end = header([]).length;
  const places = variables.map(({ data }) => {
    end += data.length;
    return end - data.length;
  });
  return Buffer.concat([header(places), ...variables.map(({ data }) => data)]);
}

function attributesOf(attributes: Record<string, string | number>): Buffer {
  const entries = Object.entries(attributes);
  const written = entries.flatMap(([name, value]) =>
    typeof value === 'string'
      ? [text(name), u32(2), text(value)]
      : [text(name), u32(TYPES.double, 1), numbers([value], 'double')],
  );
  return entries.length === 0 ? u32(0, 0) : Buffer.concat([u32(12, entries.length), ...written]);
}

function numbers(values: readonly number[], type: keyof typeof TYPES): Buffer {
  const each = values.map((value) => {
    const bytes = Buffer.alloc(type === 'short' ? 2 : type === 'double' ? 8 : 4);
    if (type === 'short') bytes.writeInt16BE(value);
    if (type === 'int') bytes.writeInt32BE(value);
    if (type === 'float') bytes.writeFloatBE(value);
    if (type === 'double') bytes.writeDoubleBE(value);
    return bytes;
  });
  return padded(Buffer.concat(each));
}

export function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
}

/** With its length before. */
export function text(value: string): Buffer {
  return Buffer.concat([u32(value.length), padded(Buffer.from(value, 'latin1'))]);
}

const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
