<?php
use Segment\Segment;

const N = 'Outer';
$n = 'Outer';
Segment::track(['userId' => 'u', 'event' => N]); // want "Outer"
function loops($names) {
    foreach ($names as $key => $n) {
        Segment::track(['userId' => 'u', 'event' => $n]); // unread
    }
}
