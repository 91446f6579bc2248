# frozen_string_literal: true

require 'segment/analytics'

# The shop's checkout. Calls in comments are none:
# Analytics.track(user_id: '1', event: 'Commented Out')
Analytics = Segment::Analytics.new({
  write_key: ENV.fetch('SEGMENT_WRITE_KEY'),
  on_error: proc { |_status, msg| warn msg }
})

module Shop
  # Names of events that several calls share.
  module Events
    ORDER_COMPLETED = 'Order Completed'
    CART_VIEWED = "Cart Viewed".freeze
    ORDER = 'Order'
    ORDER_REFUNDED = ORDER + ' Refunded'
  end

  class Checkout
    STARTED = 'Checkout Started'

    def initialize(user, cart)
      @user = user
      @cart = cart
    end

    def start
      Analytics.track(user_id: @user.id, event: STARTED) # want "Checkout Started" key=given
    end

    def view
      Analytics.track(
        user_id: @user.id,
        event: Events::CART_VIEWED, # want "Cart Viewed" value=number:12.50 currency=string:"EUR" key=given
        properties: { value: 12.50, currency: 'EUR' }
      )
    end

    def complete(order)
      Analytics.track({
        user_id: @user.id,
        event: Shop::Events::ORDER_COMPLETED, # want "Order Completed" revenue=? currency=? key=given
        timestamp: Time.now.utc,
        properties: {
          revenue: order.total,
          currency: order.currency
        }
      })
    end

    def add_coupon(code)
      Analytics.track :user_id => @user.id,
                      :event => 'Coupon Applied', # want "Coupon Applied" value=number:5 coupon=? key=given
                      :properties => { :value => 5, 'coupon' => code }
    end

    def refund(order)
      Analytics.track('user_id' => @user.id, 'event' => Events::ORDER_REFUNDED, 'properties' => { 'revenue' => order.total.to_f }) # want "Order Refunded" revenue=number key=given
    end

    def shipped(order)
      Analytics.track(anonymous_id: @cart.token, event: "Order #{'Shipped'}", properties: { revenue: order.total.to_s }) # want "Order Shipped" revenue=string key=given
      Analytics.track(anonymous_id: @cart.token, event: 'Order ' 'Shipped', properties: { revenue: "#{order.total}" }) # want "Order Shipped" revenue=string key=given
    end

    def noted(attributes)
      Analytics.track(event: 'Note Added', properties: { 'note' => %q(Analytics.track(event: 'Not This')) }) # want "Note Added" note=string key=missing
      Analytics.track(**attributes, event: 'Note Removed') # want "Note Removed" key=unknown
      Analytics.track(attributes) # unread
      Analytics.track(user_id: @user.id, event: attributes[:event]) # unread
      Analytics.track(user_id: nil, event: 'Note Lost') # want "Note Lost" key=missing
    end
  end
end
