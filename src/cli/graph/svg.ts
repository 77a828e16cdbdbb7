/** Lays a graph in Graphviz's language out, by Graphviz itself as WebAssembly: no browser and no program is needed. */
export async function dotToSvg(dot: string): Promise<string> {
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  return viz.renderString(dot, { format: 'svg', engine: 'dot' });
}
