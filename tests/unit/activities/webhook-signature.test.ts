import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { it } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { signedHeaders } from '../../../src/activities/attempt_webhook/sign.ts';
import { mintWebhookSecret, webhookSeals } from '../../../src/assets/webhooks/secret.ts';

it('a callback is signed as Standard Webhooks has it', () => {
  // The example of the specification's own libraries.
  const at = new Date(1_614_265_330_000);
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const headers = signedHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', at, '{"test": 2432232314}', [secret]);
  assert.deepEqual(headers, {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

it('with two secrets there are two signatures, and who knows either believes it', () => {
  const [next, last] = [mintWebhookSecret(), mintWebhookSecret()];
  const body = '{"name":"Zürich"}';
  const headers = signedHeaders('msg_1', new Date(), body, [next, last]);
  for (const secret of [next, last])
    assert.deepEqual(new Webhook(secret).verify(body, { ...headers }), { name: 'Zürich' });
  assert.throws(() => new Webhook(mintWebhookSecret()).verify(body, { ...headers }));
  assert.throws(() => new Webhook(next).verify(`${body} `, { ...headers }));
  // By Node's own hand, as a receiver without the library does it.
  const key = Buffer.from(next.slice('whsec_'.length), 'base64');
  const signed = `msg_1.${headers['webhook-timestamp']}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  assert.equal(headers['webhook-signature'].split(' ')[0], expected);
});

it('secrets have 256 bits, and are kept so that only their platform and their key open them', () => {
  const secret = mintWebhookSecret();
  assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert.notEqual(secret, mintWebhookSecret());
  const seals = webhookSeals('k'.repeat(32));
  const sealed = seals('ddh').seal(secret);
  assert.ok(!sealed.includes(secret.slice(6, 20)));
  assert.equal(seals('ddh').open(sealed), secret);
  assert.throws(() => seals('another').open(sealed));
  assert.throws(() => webhookSeals('l'.repeat(32))('ddh').open(sealed));
});
