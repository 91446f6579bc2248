require 'segment/analytics'

analytics = Segment::Analytics.new(write_key: 'KEY')
name = 'Outer'
names.each do |name|
  analytics.track(user_id: 'u', event: name) # unread
end
names.each_with_index { |name, i| analytics.track(user_id: 'u', event: name) } # unread
analytics.track(user_id: 'u', event: name) # want "Outer"
