// Proves that an order brings the experiment what it needs. `npm test` runs it; segtap has
// to be installed, nothing leaves the machine.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { serve } from '../segtap.mjs'

let segtap, shop, analytics, address

before(async () => {
  segtap = await serve('--metrics', 'metrics.yaml')
  process.env.SEGMENT_HOST = segtap.url
  ;({ shop } = await import('./shop.mjs'))
  ;({ analytics } = await import('./tracking.mjs'))
  await once(shop.listen(0, '127.0.0.1'), 'listening')
  address = `http://127.0.0.1:${shop.address().port}`
})

after(async () => {
  shop?.close()
  await segtap?.stop()
})

test('an order brings the experiment what it needs', async () => {
  const epoch = await segtap.reset()
  await post('/cart', 'product=teapot')
  await post('/cart', 'product=cups')
  assert.match(await post('/checkout'), /Your order of \$59\.90/)
  await analytics.flush() // else they go out after ten seconds
  await segtap.check(epoch, 'segtap.expect.yaml')
})

test('a look at the shop is no event', async () => {
  const epoch = await segtap.reset()
  await fetch(address)
  await fetch(`${address}/cart`)
  await analytics.flush()
  assert.deepEqual(await segtap.wait(epoch, '', 0, '0s'), [])
})

// post sends a form of a customer who is logged in and lets their visit be counted.
async function post(path, form = '') {
  const headers = { cookie: 'customer=u_42; visit=v_7; consent=yes', 'content-type': 'application/x-www-form-urlencoded' }
  const response = await fetch(address + path, { method: 'POST', headers, body: form, redirect: 'manual' })
  assert.ok(response.status < 400, `${path}: ${response.status}`)
  return response.text()
}
