require "segment"

=begin
Analytics.track(user_id: 1, event: 'In a block comment')
=end

class Tracking
  EVENTS = {
    signed_up: 'Signed Up',
    trial: { started: 'Trial Started', ended: 'Trial Ended' }
  }.freeze

  SQL = <<~SQL.squish
    select 'it''s', "analytics.track(user_id: 1, event: 'In a heredoc')"
    from events where kind = 'Analytics.track'
  SQL

  TEMPLATE = <<-'TXT'
    Don't call #{analytics.track(user_id: 1, event: 'In a raw heredoc')}
    TXT

  WORDS = %w[analytics.track user_id event "In words"]
  QUOTED = %Q{braces {nest} and #{WORDS.map { |w| "#{w}'s" }.join(', ')} }
  PATTERN = /analytics\.track\(event: "In a regexp's body"\)/i
  OTHER = %r{/v1/track/(?<id>[^/'"]+)}

  def self.client
    @client ||= Segment::Analytics.new(write_key: Rails.application.credentials.segment[:write_key], stub: !Rails.env.production?)
  end

  def signed_up(user)
    self.class.client.track(user_id: user.id, event: EVENTS[:signed_up]) # want "Signed Up" key=given
    Tracking.client.track(user_id: user.id, event: EVENTS[:trial][:started]) # want "Trial Started" key=given
  end

  def rate(total, days)
    average = total / days; quota = (total + 1) / 2
    analytics.track(user_id: 7, event: 'Rate Shown', properties: { value: average, label: "#{quota}/day" }) # want "Rate Shown" value=? label=string key=given
    total / 2 if days != ?'.ord
    analytics.track(user_id: 7, event: %q(It's Rated), properties: { value: '4.5' }) # want "It's Rated" value=string:"4.5" key=given
  end

  def say(user)
    puts "Hello #{user.name}, #{analytics.track(user_id: user.id, event: "Greeting Shown") ? 'tracked' : "not"}!" # want "Greeting Shown" key=given
    message = <<~MESSAGE
      Dear #{user.name}'s friend,
      #{analytics.track(user_id: user.id, event: 'Letter Written') && { a: 1 }} # want "Letter Written" key=given
      that's all, "folks
    MESSAGE
    message
  end

  def each_event
    analytics&.track(user_id: 1, event: 'Safely Called', properties: { value: -1.5e3 }) # want "Safely Called" value=number:-1.5e3 key=given
    $analytics.track(user_id: 1, event: 'Globally Called') # want "Globally Called" key=given
    @analytics.track(user_id: 1, event: 'Held Called', properties: properties) # want "Held Called" key=given open
    name = :'quoted symbol'
    analytics.track user_id: 1, event: 'Without Parentheses', properties: { value: 1_000, **more } if name # want "Without Parentheses" value=? key=given open
    analytics.track(user_id: 1, event: :symbol_event) # want "symbol_event" key=given
    analytics.track(user_id:, event:) # unread
  end

  def others
    mixpanel.track('1', 'Of Mixpanel')
    Mixpanel::Tracker.new(TOKEN).track('1', 'Of Mixpanel too')
    playlist.track(3)
    ahoy.track 'Of Ahoy', language: 'Ruby'
    Amplitude.track(user_id: 1, event: 'Of Amplitude')
    posthog.capture(distinct_id: 1, event: 'Of PostHog')
    tracker.track(user_id: 1, event: 'Of somebody')
    analytics.identify(user_id: 1, traits: { event: 'Of an identify' })
    analytics.page(user_id: 1, name: 'A page')
    song.analytics_track(event: 'Of another method')
  end
end
__END__
Analytics.track(user_id: 1, event: 'After the end')
