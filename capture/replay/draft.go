package replay

import (
	"strconv"
	"strings"

	"segtap/mapping/destination/date"
	"segtap/mapping/message"
)

// draft is a request while it is being made: what the kinds of target differ
// in.
type draft struct {
	target Target
	item   Item
	opts   Options

	path          string // added to the target's URL
	head          []Field
	body          []byte
	gzipped       bool
	authorization Secret
	credentials   []credential
	notes         []string
}

// here sends the message back to this capture endpoint.
func (d *draft) here() error {
	d.agent()
	if d.item.Lineage != "" {
		d.set(ParentHeader, d.item.Lineage)
	}
	d.authorize(d.item.WriteKey)
	if err := d.message(); err != nil {
		return err
	}
	return d.sentNow()
}

// sentNow stamps sentAt anew, as an SDK does on every try: who receives it moves the
// timestamp of a message with an old one to the present.
func (d *draft) sentNow() error {
	if d.opts.Now == nil {
		return nil
	}
	return d.replace("sentAt", date.ISO(d.opts.Now().UnixMilli()),
		"sentAt is set to now, as an SDK does on every try: Segment moves the timestamp by the age of sentAt.")
}

// anyURL sends what was chosen and asks nothing of it.
func (d *draft) anyURL() error {
	d.agent()
	d.body = d.item.Message
	if d.target.Payload == CustomEvent {
		return d.event()
	}
	return nil
}

// segment sends as an SDK does. The write key in the body follows the one that is used.
func (d *draft) segment() error {
	d.agent()
	if err := d.message(); err != nil {
		return err
	}
	key := d.target.WriteKey
	if key.IsZero() {
		key = d.item.WriteKey
	}
	switch {
	case !key.IsZero():
		d.authorize(key)
	case d.target.DryRun:
		d.set("Authorization", "Basic <write-key>")
	default:
		return &Error{Problem: "segment needs a write key, and the message came without one", Hint: "set " + envWriteKey}
	}
	if err := d.sentNow(); err != nil {
		return err
	}
	if key.IsZero() {
		return nil
	}
	return d.replace("writeKey", key.Reveal(), "The writeKey in the message is replaced by the one that is used.")
}

// replace gives a string member of the body, if it has it, another value, and
// notes that it did.
func (d *draft) replace(name, text, note string) error {
	was, has := stringMember(d.body, name)
	if !has || was == text {
		return nil
	}
	body, err := setString(d.body, name, text)
	if err != nil {
		return err
	}
	d.body, d.notes = body, append(d.notes, note)
	return nil
}

// launchDarkly sends as Segment's LaunchDarkly (Actions) destination does
// (trackEvent): no credential but the id in the path, and no payload id.
func (d *draft) launchDarkly() error {
	d.set("User-Agent", segmentUserAgent)
	id := d.target.ClientSideID
	d.path = "/events/bulk/" + orPlaceholder(id, "<client-side-id>")
	if id != "" && !looksLikeClientSideID(id) {
		d.notes = append(d.notes, "A client-side ID has 24 hexadecimal digits, and this one does not: LaunchDarkly may not know it.")
	}
	return d.event()
}

func looksLikeClientSideID(id string) bool {
	return len(id) == 24 && strings.Trim(id, "0123456789abcdef") == ""
}

// launchDarklyImport follows LaunchDarkly's docs, home/metrics/import-events.
func (d *draft) launchDarklyImport() error {
	if err := d.event(); err != nil {
		return err
	}
	switch schema := d.item.schema(); {
	case schema != 4:
		return &Error{
			Problem: "the metric import API takes events of schema 4, and the classic destination makes schema " + strconv.Itoa(schema),
			Hint:    "use --destination actions, or the target launchdarkly",
		}
	case len(d.body) > MaxImportBytes:
		return &Error{Problem: "the metric import API takes at most 10 MB, and this is " + strconv.Itoa(len(d.body)) + " bytes"}
	case d.opts.NewUUID == nil:
		return &Error{Problem: "the metric import API needs a payload id, and there is no source of UUIDs"}
	}
	t := d.target
	d.path = "/v2/event-data-import/" + orPlaceholder(t.Project, "<project>") + "/" + orPlaceholder(t.Environment, "<environment>")
	d.gzipped = true
	d.authorization = t.AccessToken
	d.set("Authorization", orPlaceholder(t.AccessToken.String(), "<access-token>"))
	d.set("Content-Encoding", "gzip")
	d.set("User-Agent", "MetricImport-segtap-int/"+d.opts.Version)
	d.set("X-LaunchDarkly-Payload-ID", d.opts.NewUUID())
	return nil
}

// orPlaceholder stands in for what a dry run lacks.
func orPlaceholder(text, placeholder string) string {
	if text == "" {
		return placeholder
	}
	return text
}

func (d *draft) set(name, value string) { d.head = append(d.head, Field{Name: name, Value: value}) }

func (d *draft) agent() { d.set("User-Agent", "segtap/"+d.opts.Version) }

// authorize adds a write key, if there is one, as the user of Basic
// authentication.
func (d *draft) authorize(key Secret) {
	if key.IsZero() {
		return
	}
	d.authorization = basic(key)
	d.set("Authorization", "Basic "+key.String())
}

// message takes the message as the body; its type decides the route.
func (d *draft) message() error {
	body := d.item.Message
	if _, err := root(body); err != nil {
		return &Error{Problem: err.Error(), Hint: "edit it first, or send it to a URL, which takes anything"}
	}
	typ, ok := stringMember(body, "type")
	if !ok || !message.IsType(typ) {
		return &Error{
			Problem: "the type of the message decides its route, and this one has none that Segment knows",
			Hint:    "edit it first: type is one of " + strings.Join(message.Types(), ", "),
		}
	}
	d.body, d.path = body, "/v1/"+typ
	return nil
}

// event takes the custom event as the body, and says which schema it is in.
func (d *draft) event() error {
	if d.item.EventBody == nil {
		return &Error{Problem: "there is no custom event to send", Hint: d.item.Why}
	}
	d.body = d.item.EventBody
	d.set(schemaHeader, strconv.Itoa(d.item.schema()))
	return nil
}
