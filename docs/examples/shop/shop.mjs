// A small shop: a page with products, a cart, a checkout. `npm start` opens it.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { orderCompleted, productAdded } from './tracking.mjs'

const products = [
  { id: 'teapot', name: 'Teapot', cents: 4540 },
  { id: 'cups', name: 'Two cups', cents: 1450 },
]
const carts = new Map() // products by customer

const routes = {
  'GET /': (customer) => page('Tea', `
    <ul>${products.map((p) => `<li>${p.name}, ${price(p.cents)} ${button('/cart', 'Add to cart', p.id)}</li>`).join('')}</ul>
    <p><a href="/cart">Cart (${cartOf(customer).length})</a></p>`),

  'GET /cart': (customer) => page('Your cart', `
    <ul>${cartOf(customer).map((p) => `<li>${p.name}, ${price(p.cents)}</li>`).join('')}</ul>
    <p>${price(sum(cartOf(customer)))} ${button('/checkout', 'Buy')} <a href="/">More</a></p>`),

  'POST /cart': (customer, form) => {
    const product = products.find((p) => p.id === form.get('product'))
    if (!product) return { status: 404, ...page('No such product', '<a href="/">Back</a>') }
    carts.set(customer.id, [...cartOf(customer), product])
    productAdded(customer, product)
    return { status: 303, headers: { location: '/cart' } }
  },

  'POST /checkout': (customer) => {
    const cart = cartOf(customer)
    if (cart.length === 0) return { status: 303, headers: { location: '/' } }
    const order = { id: randomUUID(), cents: sum(cart) }
    carts.delete(customer.id)
    orderCompleted(customer, order)
    return page('Thank you', `<p>Your order of ${price(order.cents)} is on its way. <a href="/">More</a></p>`)
  },
}

export const shop = createServer(async (request, response) => {
  const route = routes[`${request.method} ${request.url}`]
  if (!route) return response.writeHead(404).end('There is no such page.\n')
  const { customer, cookies } = customerOf(request)
  const { status = 200, headers = {}, body = '' } = route(customer, await formOf(request))
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'set-cookie': cookies, ...headers }).end(body)
})

// A customer is known by cookies: customer (the login), visit, and consent, which the banner sets.
function customerOf(request) {
  const sent = Object.fromEntries((request.headers.cookie ?? '').split('; ').map((c) => c.split('=')))
  const { customer: id = `u_${randomUUID()}`, visit = randomUUID(), consent = 'no' } = sent
  return { customer: { id, visit, consent }, cookies: [`customer=${id}; HttpOnly; SameSite=Lax`, `visit=${visit}; HttpOnly; SameSite=Lax`] }
}

async function formOf(request) {
  let text = ''
  for await (const piece of request.setEncoding('utf8')) if ((text += piece).length > 10_000) break
  return new URLSearchParams(text)
}

function page(title, content) {
  return { body: `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${content}${banner}</html>\n` }
}

const banner = `<p>May we count your visit?
  <button onclick="document.cookie = 'consent=yes; path=/'">Yes</button>
  <button onclick="document.cookie = 'consent=no; path=/'">No</button></p>`
const button = (action, text, product = '') =>
  `<form method="post" action="${action}"><button name="product" value="${product}">${text}</button></form>`
const cartOf = (customer) => carts.get(customer.id) ?? []
const sum = (cart) => cart.reduce((total, p) => total + p.cents, 0)
const price = (cents) => `$${(cents / 100).toFixed(2)}`

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { PORT = '3000', HOST = '127.0.0.1' } = process.env
  shop.listen(Number(PORT), HOST, () => console.log(`http://${HOST}:${shop.address().port}`))
}
