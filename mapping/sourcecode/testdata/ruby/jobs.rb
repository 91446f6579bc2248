class ReportJob < ApplicationJob
  queue_as :default
  EVENT_NAME = 'Report Sent'.freeze
  NUMBER = 3
  private_constant :EVENT_NAME

  def perform(user)
    segment = Segment::Analytics.new(write_key: 'k')
    segment.track(user_id: user.id, event: EVENT_NAME, properties: { value: NUMBER }) # want "Report Sent" value=number:3 key=given
    tracker = Segment::Analytics.new(write_key: 'k')
    tracker.track(user_id: user.id, event: "Report\tOpened \u00e9t\u{e9}") # want "Report	Opened été" key=given
    Segment::Analytics.new(write_key: 'k').track(user_id: user.id, event: 'Report Forwarded') # want "Report Forwarded" key=given
    segment.track(user_id: user.id, event: 'single \n \'quoted\'') # want "single \n 'quoted'" key=given
    message = { user_id: user.id, event: 'Report Stored', properties: { value: 1 } }
    segment.track(message) # want "Report Stored" value=number:1 key=given
    message = { user_id: user.id, event: 'Report Read' }
    result = segment.track(message) # want "Report Read" key=given closed
    return if user.nil?
    name = if user.admin?
      'Admin Report'
    end
    if result
      name = 'Report Kept'
    else
      name = 'Report Dropped'
    end
    segment.track(user_id: user.id, event: name) # want "Report Kept"; want "Report Dropped"; unread
    name = 'Report Closed' unless user.admin?
    segment.flush
  ensure
    segment.track(
      {
        event: 'Report Finished', # want "Report Finished" revenue=null:null tags=array nested=object nested.event=string:"Inner" nested.revenue=number:1 key=given
        properties: { revenue: nil, tags: ['a', "b, event: 'x'"], nested: { event: 'Inner', revenue: 1 } },
        context: { event: 'Context' },
        integrations: { All: false },
        user_id: user.id
      }
    )
  end
end
