// No Grafana: no registry of packages has it. This looks whether what it would read is where it would look for it, and
// answers its health check. The queries of the dashboards are put to Prometheus by the verification itself.
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const DASHBOARDS = '/var/lib/grafana-dashboards';

function problems() {
  try {
    const isEmpty = readFileSync(process.env.GF_SECURITY_ADMIN_PASSWORD__FILE ?? '', 'utf8').trim() === '';
    readFileSync('/etc/grafana/provisioning/datasources/prometheus.yml');
    readFileSync('/etc/grafana/provisioning/dashboards/rhumbline.yml');
    const uids = readdirSync(DASHBOARDS).map((name) => JSON.parse(readFileSync(`${DASHBOARDS}/${name}`, 'utf8')).uid);
    return isEmpty || uids.length === 0 || uids.includes(undefined) ? ['empty'] : [];
  } catch (error) {
    return [String(error)];
  }
}

createServer((_, response) => {
  const found = problems();
  response.writeHead(found.length === 0 ? 200 : 503).end(JSON.stringify({ problems: found }));
}).listen(3000, '0.0.0.0');
process.once('SIGTERM', () => process.exit(0));
