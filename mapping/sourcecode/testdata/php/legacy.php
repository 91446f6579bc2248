<?php
// The first SDK's class was called Analytics.
require_once("/path/to/analytics-php/lib/Segment.php");
class_alias('Segment', 'Analytics');

/*
 * Analytics::track(array("userId" => "1", "event" => "In a block comment"));
 */
function done($user, $order) {
  Analytics::track(array(
    "userId" => $user->id,
    "event" => "Item Purchased", // want "Item Purchased" revenue=number:39.95 shipping=string:"2-day" key=given
    "properties" => array("revenue" => 39.95, "shipping" => "2-day"),
    "context" => array("event" => "Of the context"),
  ));
  Analytics::track(array("userId" => $user->id, "event" => "Order Paid", "properties" => array("revenue" => $order->total, "tags" => array("a", "b")))); // want "Order Paid" revenue=? tags=array key=given
  Analytics::track(array("event" => "Coupon Used", "properties" => array_merge($defaults, array("value" => 1)), "userId" => 0)); // want "Coupon Used" key=given open
  $name = "Unknown";
  Analytics::track(array("userId" => 1, "event" => $name)); // want "Unknown" key=given
}

$client = new Segment\Client('key', ['consumer' => 'fork_curl']);
$client->track(['userId' => 'u', 'event' => 'By a Client', 'properties' => ['value' => true]]); // want "By a Client" value=boolean:true key=given
$analytics = new \Segment\Client('key');
$analytics->track(['userId' => 'u', 'event' => 'By Analytics']); // want "By Analytics" key=given
$this->analytics->track(['userId' => 'u', 'event' => 'By a Member']); // want "By a Member" key=given
$this->segment?->track(['userId' => 'u', 'event' => 'By a Nullsafe']); // want "By a Nullsafe" key=given

$mixpanel = Mixpanel::getInstance('token');
$mixpanel->track('Of Mixpanel', ['label' => 'sign-up']);
$mp->track("Of another");
Mixpanel::track(['userId' => 'u', 'event' => 'Of Mixpanel too']);
$playlist->track(3);
$posthog->capture(['distinctId' => 'u', 'event' => 'Of PostHog']);
Segment::identify(array("userId" => "1", "event" => "Of an identify"));
$tracker->track(['userId' => 'u', 'event' => 'Of a tracker']);
$shell = `echo Segment::track(['event' => 'In a shell'])`;
exit;
__halt_compiler();
Segment::track(['userId' => '1', 'event' => 'Halted']);
