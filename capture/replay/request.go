package replay

import (
	"bytes"
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
)

// ParentHeader carries the lineage of a message sent to [Here]: the entry that it
// comes from, in decimal digits, and a seal by which the capture endpoint knows
// that segtap itself says so and makes it that entry's child.
const ParentHeader = "Segtap-Parent"

// MaxImportBytes is the largest body that the metric import API takes, in
// bytes of JSON (LaunchDarkly docs, home/metrics/import-events).
const MaxImportBytes = 10_000_000

// segmentUserAgent is what Segment's LaunchDarkly (Actions) destination calls
// itself (its extendRequest).
const segmentUserAgent = "SegmentDestination/2.2.0"

// schemaHeader says which version of the event schema a body of custom events is
// in. It goes with each of them, wherever to: without it LaunchDarkly's Relay
// Proxy answers 202 and drops the event.
const schemaHeader = "X-LaunchDarkly-Event-Schema"

// Item is one entry on its way out.
type Item struct {
	// EntryID is the entry it comes from; 0 when it comes from none.
	EntryID uint64
	// Lineage is what the capture endpoint is told of that; empty for nothing.
	Lineage string
	// Message is the Segment message, as JSON text.
	Message []byte
	// EventBody is what the destination sends for it: a JSON array of one. Nil
	// when it sends nothing.
	EventBody []byte
	// Why says why EventBody is nil, in one sentence.
	Why string
	// WriteKey is the one that the message came with.
	WriteKey Secret
	// Schema is the version of the event schema that EventBody is in: 3 for
	// the classic destination; 0 stands for 4.
	Schema int
}

// schema gives the version of the event schema of the item's event.
func (i Item) schema() int {
	if i.Schema == 0 {
		return 4
	}
	return i.Schema
}

// Options are what a request needs to know besides its item.
type Options struct {
	// Version of segtap, for User-Agent.
	Version string
	// NewUUID gives the payload id of the metric import API, kept over
	// retries.
	NewUUID func() string
	// Now is the clock that stamps sentAt on messages to Segment.
	Now func() time.Time
}

// Field is one header field. Its name is spelled as it goes out.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Request is the exact request that goes out. [Target.Request] makes it.
type Request struct {
	Target  string // its name
	Kind    Kind
	DryRun  bool // it is shown and never sent
	EntryID uint64
	Method  string
	URL     string
	// Header holds the fields in the order in which they go out, Host,
	// User-Agent and Content-Length included. Secrets are masked.
	Header []Field
	// Body is the body before compression. It may hold a write key: show
	// [Request.Preview] instead.
	Body []byte
	// Notes are sentences that a person should read beside the request.
	Notes []string

	uri           string // what the request line asks for
	wire          []byte // the body as it goes out
	gzipped       bool   // wire is Body in gzip
	authorization Secret // that header in full; zero for none
	credentials   []credential
	approved      bool

	writeKeyEnv, tokenEnv string // what stands for the credentials in a curl line
}

// Request makes the request that brings an item to the target. The error says
// why there is nothing to send: an [Error], with no secret in it.
func (t Target) Request(item Item, opts Options) (Request, error) {
	if err := t.check(); err != nil {
		return Request{}, err
	}
	if opts.Version == "" {
		opts.Version = "dev"
	}
	d := draft{
		item: item, opts: opts, target: t,
		head:        []Field{{"Content-Type", "application/json"}},
		credentials: append([]credential{{t.AccessToken, cmp.Or(t.tokenEnv, envAccessToken)}, {t.WriteKey, cmp.Or(t.writeKeyEnv, envWriteKey)}}, item.credentials()...),
	}
	return d.request()
}

// credentials are the write keys that the item may hold.
func (i Item) credentials() []credential {
	inBody, _ := stringMember(i.Message, "writeKey")
	return []credential{{i.WriteKey, envWriteKey}, {NewSecret(inBody), envWriteKey}}
}

// TakesBatches reports whether one request can bring the target several items.
func (t Target) TakesBatches() bool { return t.Kind == LaunchDarklyImport }

// Batch makes the request that brings several items to a target that takes batches:
// their custom events in one array, in their order. Each item has one. The request is
// that of the first entry, as far as it speaks of one.
func (t Target) Batch(items []Item, opts Options) (Request, error) {
	joined := items[0]
	joined.EventBody = []byte{'['}
	var credentials []credential
	for i, item := range items {
		if i > 0 {
			joined.EventBody = append(joined.EventBody, ',')
		}
		joined.EventBody = append(joined.EventBody, item.EventBody[1:len(item.EventBody)-1]...)
		for _, c := range item.credentials() {
			if !slices.Contains(credentials, c) {
				credentials = append(credentials, c)
			}
		}
	}
	joined.EventBody = append(joined.EventBody, ']')
	r, err := t.Request(joined, opts)
	if err == nil {
		r.credentials = append(r.credentials, credentials...)
	}
	return r, err
}

// request makes the request of a draft that has nothing but what is sent.
func (d *draft) request() (Request, error) {
	var err error
	t := d.target
	switch t.Kind {
	case Here:
		err = d.here()
	case Segment:
		err = d.segment()
	case LaunchDarkly:
		err = d.launchDarkly()
	case LaunchDarklyImport:
		err = d.launchDarklyImport()
	case URL:
		err = d.anyURL()
	default:
		err = &Error{Problem: "there is no target of kind " + strconv.Quote(string(t.Kind))}
	}
	if err != nil {
		return Request{}, err
	}
	return d.finish()
}

// finish fixes the body as it goes out and puts the head into the order of
// net/http: Host, User-Agent, Content-Length, the others by name.
func (d *draft) finish() (Request, error) {
	u, err := parseURL(d.target.URL, "the URL of the target")
	if err != nil {
		return Request{}, err
	}
	r := Request{
		Target: d.target.Name, Kind: d.target.Kind, DryRun: d.target.DryRun, EntryID: d.item.EntryID,
		Method: http.MethodPost, URL: u.String(), Body: d.body, Notes: d.notes,
		uri: u.RequestURI(), wire: d.body, gzipped: d.gzipped,
		authorization: d.authorization, credentials: d.credentials,
		writeKeyEnv: cmp.Or(d.target.writeKeyEnv, envWriteKey), tokenEnv: cmp.Or(d.target.tokenEnv, envAccessToken),
	}
	if d.target.Kind != URL {
		base := strings.TrimRight(u.EscapedPath(), "/")
		r.uri = base + d.path
		r.URL = u.Scheme + "://" + u.Host + r.uri
	}
	if sent, err := url.Parse(r.URL); err == nil {
		event := d.target.Payload == CustomEvent || d.target.Kind == LaunchDarkly
		if event || d.target.Kind == URL {
			r.Notes = append(r.Notes, receiverNotes(sent, event)...)
		}
	}
	if d.gzipped {
		r.wire = compress(d.body)
	}
	slices.SortFunc(d.head, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	agent := slices.IndexFunc(d.head, func(f Field) bool { return f.Name == "User-Agent" })
	r.Header = append(make([]Field, 0, len(d.head)+2),
		Field{"Host", hostField(u)}, d.head[agent], Field{"Content-Length", strconv.Itoa(len(r.wire))})
	r.Header = append(append(r.Header, d.head[:agent]...), d.head[agent+1:]...)
	return r, nil
}

// hostField gives the Host field for a URL: its host without the zone of an
// IPv6 address, which means nothing to the other side (RFC 6874).
func hostField(u *url.URL) string {
	zone, end := strings.IndexByte(u.Host, '%'), strings.LastIndexByte(u.Host, ']')
	if zone < 0 || end < zone {
		return u.Host
	}
	return u.Host[:zone] + u.Host[end:]
}

// compress gives a body in gzip. Writing to a buffer cannot fail.
func compress(body []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(body)
	_ = w.Close()
	return out.Bytes()
}

// Approve returns the same request, to the last byte, with the yes of a person to
// what [Target.Consent] asked. [Client.Do] sends nothing beyond loopback without
// it.
func (r Request) Approve() Request {
	r.approved = true
	return r
}
