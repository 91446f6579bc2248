<html><body onload="Segment::track(array('userId' => '1', 'event' => 'Outside of PHP'))">
<?php

declare(strict_types=1);

namespace Shop;

use Segment\Segment;

require_once __DIR__ . '/vendor/autoload.php';

Segment::init(getenv('SEGMENT_WRITE_KEY'));

const CART_VIEWED = 'Cart Viewed';
define('CART_EMPTIED', 'Cart Emptied');

#[\Attribute] // Segment::track(['userId' => '1', 'event' => 'In a comment']);
# Segment::track(['userId' => '1', 'event' => 'In a shell comment']);
final class Events
{
    public const ORDER_COMPLETED = 'Order Completed';
    const ORDER_REFUNDED = self::ORDER . ' Refunded';
    private const ORDER = "Order";
    public const string TYPED = 'Typed Constant';
}

enum Event: string
{
    case SignedUp = 'Signed Up';
    case SignedIn = "Signed In";
}

class Checkout
{
    private const STARTED = 'Checkout Started';

    public function start(User $user): void
    {
        Segment::track(array(
            "userId" => $user->id,
            "event" => "Checkout Begun", // want "Checkout Begun" plan=string:"Enterprise" value=number:12.50 key=given
            "properties" => array(
                "plan" => "Enterprise",
                "value" => 12.50
            )
        ));
        Segment::track(['userId' => $user->id, 'event' => self::STARTED]); // want "Checkout Started" key=given
        Segment::track(['userId' => $user->id, 'event' => static::STARTED, 'properties' => $user->properties()]); // want "Checkout Started" key=given open
        Segment::track(['userId' => $user->id, 'event' => Events::ORDER_COMPLETED, 'properties' => ['revenue' => (float) $user->total]]); // want "Order Completed" revenue=number key=given
        Segment::track(['anonymousId' => session_id(), 'event' => Events::ORDER_REFUNDED, 'properties' => ['revenue' => number_format($user->total, 2)]]); // want "Order Refunded" revenue=string key=given
        Segment::track(['event' => CART_VIEWED, 'userId' => 'u', 'properties' => ['value' => '12.50']]); // want "Cart Viewed" value=string:"12.50" key=given
        Segment::track(['event' => \CART_EMPTIED, 'userId' => 'u', ...$user->fields]); // want "Cart Emptied" key=given
        Segment::track(['event' => Event::SignedUp->value, 'userId' => 'u']); // want "Signed Up" key=given
        Segment::track(['event' => Events::TYPED, 'userId' => null]); // want "Typed Constant" key=missing
        Segment::track(['event' => 'Cart' . ' ' . "Shared"]); // want "Cart Shared" key=missing
        Segment::track(['event' => 'It\'s \n raw', 'userId' => 'u']); // want "It's \n raw" key=given
        Segment::track(['event' => "Tab\there \u{e9} \$5", 'userId' => 'u']); // want "Tab	here é $5" key=given
        Segment::track(['event' => "Order {$user->status}", 'userId' => 'u']); // unread
        Segment::track(['event' => "Order $user", 'userId' => 'u']); // unread
        Segment::track(['event' => $user->event, 'userId' => 'u']); // unread
        $kept = 'Kept Name';
        $user->client($kept)->track(['event' => $kept, 'userId' => $kept->id]);
        $this->client($kept)->segment->track(['event' => $kept, 'userId' => 'u']); // want "Kept Name" key=given
        Segment::track($user->message()); // unread
        \Segment\Segment::track(['event' => 'Fully Qualified', 'userId' => 'u']); // want "Fully Qualified" key=given
    }

    public function texts(User $user): string
    {
        $sql = <<<SQL
            select 'it''s', "Segment::track(['userId' => '1', 'event' => 'In a heredoc'])"
            where name = {$user->quote("O'Neil")}
            SQL;
        $raw = <<<'TXT'
Don't {$call->track(['event' => 'In a nowdoc'])}
TXT;
        $text = "Dear {$this->names['first']}, Segment::track(['userId' => '1', 'event' => 'In a string'])";
        return $sql . $raw . $text . 'and Segment::track([\'event\' => \'In quotes\'])';
    }
}
?>
<p>Don't Segment::track(['userId' => '1', 'event' => 'Between']) and it's "open
<?= Segment::track(['userId' => '1', 'event' => 'In an echo tag']) // want "In an echo tag" key=given
?>
<p>Segment::track(['userId' => '1', 'event' => 'After'])</p>
