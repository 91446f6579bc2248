package message

import (
	"bytes"
	"errors"
	"slices"

	"segtap/mapping/jsondoc"
	"segtap/mapping/prose"
)

// Limits that Segment publishes for its HTTP API, in bytes of JSON text,
// messages and characters.
const (
	MaxMessageBytes   = 32 * 1024
	MaxRequestBytes   = 500 * 1024
	MaxBatchMessages  = 2500
	MaxMessageIDRunes = 100
)

// Message is one Segment message with all that its request lends it.
type Message struct {
	// Text is the message as JSON text: the bytes that came, and behind them
	// the members it inherits. Where it is not JSON, it is what came.
	Text []byte
	// Root is Text read. It is Absent when Syntax is set.
	Root jsondoc.Value
	// Size is how many bytes of it came; what it inherits does not count.
	Size int
	// Syntax says where Text stops being one JSON object; nil when it is one.
	Syntax *jsondoc.SyntaxError
	// Inherited holds the JSON Pointers of the members that the message has
	// from its batch or its route: "/context", "/context/library", "/type".
	Inherited []string
}

// Parse reads one message that stands alone and inherits nothing.
func Parse(text []byte) Message { return parse(text, new(jsondoc.Doc)) }

func parse(text []byte, doc *jsondoc.Doc) Message {
	if err := doc.Reset(text); err != nil {
		return Message{Text: text, Size: len(text), Syntax: syntaxError(err)}
	}
	return object(text, doc.Root())
}

// object makes a message of a value that has been read, if it is an object.
func object(text []byte, root jsondoc.Value) Message {
	if root.Kind() != jsondoc.Object {
		start, _ := root.Span()
		line, column := jsondoc.Position(text, start)
		return Message{Text: text, Size: len(text), Syntax: &jsondoc.SyntaxError{
			Offset: start, Line: line, Column: column,
			Msg: "a message is a JSON object, this is " + prose.Article(root.Kind()),
		}}
	}
	return Message{Text: text, Size: len(text), Root: root}
}

// Body is the body of one request to the Tracking API, split into messages.
type Body struct {
	raw   []byte
	full  int // how many bytes it has, where raw is only its start; else 0
	items []jsondoc.Value
	// Batch says that the messages came as a batch.
	Batch bool
	// Type is what the route says the messages are, for messages that do not
	// say it themselves; empty on batch routes.
	Type string
	// Syntax says where the body stops being what the route takes; the body
	// then counts as one message that is not JSON.
	Syntax *jsondoc.SyntaxError
	// WriteKey and SentAt are the members of those names of the body, else
	// (write key only) of its first message. Empty when absent or no string.
	WriteKey, SentAt string

	context, integrations jsondoc.Value

	scratch *Scratch // as of [Posted]
}

// split splits the body of a request. It keeps its text and sets no limits.
//
// A body that is not JSON, a batch without a list and an empty batch are one
// message each, so that they are seen: see [Body.Len].
func split(p *Posted) *Body {
	raw := p.Raw
	b := p.Scratch.newBody()
	b.raw, b.Type, b.Batch = raw, p.Type, p.Batch
	doc, err := p.Doc, error(nil)
	if doc == nil {
		doc = p.Scratch.bodyDoc()
		err = doc.Reset(raw)
	}
	if err != nil {
		b.Syntax = syntaxError(err)
		if bytes.HasPrefix(raw, []byte("\x1f\x8b")) {
			b.Syntax.Msg = "it looks like gzip, and no Content-Encoding header says so"
		}
		return b
	}
	root := doc.Root()
	if m := object(raw, root); m.Syntax != nil {
		b.Syntax = m.Syntax
		return b
	}
	b.WriteKey, b.SentAt = p.Scratch.writeKeyIn(root), root.Member("sentAt").Text()
	if !b.Batch {
		b.items = append(b.items, root)
		return b
	}
	b.context, b.integrations = root.Member("context"), root.Member("integrations")
	for item := range root.Member("batch").Elements() {
		b.items = append(b.items, item)
	}
	if b.WriteKey == "" && len(b.items) > 0 {
		b.WriteKey = p.Scratch.writeKeyIn(b.items[0])
	}
	return b
}

// Len is how many messages the body is shown as: at least one.
func (b *Body) Len() int { return max(1, len(b.items)) }

// Count is how many messages the body carries: none when it is not JSON or
// its batch is empty.
func (b *Body) Count() int { return len(b.items) }

// BatchMessages is how many messages the batch has; 0 outside of a batch.
func (b *Body) BatchMessages() int {
	if !b.Batch {
		return 0
	}
	return len(b.items)
}

// Sent returns when the sender says it sent message i: what the request says, or
// else the message itself, as some SDKs write it; empty when neither does.
func (b *Body) Sent(i int) string {
	if b.SentAt != "" || i >= len(b.items) {
		return b.SentAt
	}
	return b.items[i].Member("sentAt").Text()
}

// Span returns the place of message i in the body, in bytes. A body without
// messages is one message that spans all of it.
func (b *Body) Span(i int) (start, end int) {
	if len(b.items) == 0 {
		return 0, len(b.raw)
	}
	return b.items[i].Span()
}

// Message returns message i, from 0 and below Len, with what it inherits: the
// type of the route where it has none, and the members of the batch's context
// and integrations that it does not have itself (a message's own member wins).
// The message of an empty batch has neither a Root nor a Syntax error. In a
// [Scratch] a message lives until the next one is asked for.
func (b *Body) Message(i int) Message {
	if len(b.items) == 0 {
		return Message{Text: b.raw, Size: max(len(b.raw), b.full), Syntax: b.Syntax}
	}
	item := b.items[i]
	if item.Kind() != jsondoc.Object {
		return parse(item.Raw(), b.scratch.messageDoc())
	}
	ins := b.inherited(item)
	switch {
	case len(ins) == 0 && !b.Batch: // it stands alone: it has been read already
		return Message{Text: item.Raw(), Size: len(b.raw), Root: item}
	case len(ins) == 0:
		doc := b.scratch.messageDoc()
		item.AloneIn(doc)
		return Message{Text: item.Raw(), Size: len(item.Raw()), Root: doc.Root()}
	}
	text, pointers := splice(b.scratch.text(), item, ins)
	b.scratch.keepText(text)
	m := parse(text, b.scratch.messageDoc())
	m.Inherited, m.Size = pointers, len(item.Raw())
	return m
}

// insertion is JSON text that goes to the end of an object.
type insertion struct {
	at      int    // offset of the object's closing brace in the item
	empty   bool   // the object has no members yet
	members []byte // `"name":value`, comma separated
	names   []string
}

// inherited lists what the item lacks and its request has.
func (b *Body) inherited(item jsondoc.Value) []insertion {
	var ins []insertion
	var top insertion
	for _, from := range []jsondoc.Value{b.context, b.integrations} {
		if from.Kind() != jsondoc.Object {
			continue
		}
		own := item.Member(from.Name())
		switch own.Kind() {
		case jsondoc.Absent:
			top.add(from, "/"+from.Name())
		case jsondoc.Object:
			in := at(item, own)
			for m := range from.Members() {
				if own.Member(m.Name()).Kind() == jsondoc.Absent {
					in.add(m, "/"+from.Name()+"/"+jsondoc.EscapePointer(m.Name()))
				}
			}
			if len(in.names) > 0 {
				ins = append(ins, in)
			}
		}
	}
	if b.Type != "" && item.Member("type").Kind() == jsondoc.Absent {
		top.comma()
		top.members = append(append(append(top.members, `"type":"`...), b.Type...), '"')
		top.names = append(top.names, "/type")
	}
	if len(top.names) > 0 {
		end := at(item, item)
		end.members, end.names = top.members, top.names
		ins = append(ins, end)
	}
	return ins
}

func at(item, obj jsondoc.Value) insertion {
	base, _ := item.Span()
	_, end := obj.Span()
	return insertion{at: end - 1 - base, empty: obj.Len() == 0}
}

func (in *insertion) comma() {
	if len(in.members) > 0 {
		in.members = append(in.members, ',')
	}
}

func (in *insertion) add(member jsondoc.Value, pointer string) {
	in.comma()
	in.members = append(in.members, member.NameRaw()...)
	in.members = append(in.members, ':')
	in.members = append(in.members, member.Raw()...)
	in.names = append(in.names, pointer)
}

// splice appends the text of the item with the insertions in it; every other byte
// stays. The insertions come in any order.
func splice(dst []byte, item jsondoc.Value, ins []insertion) (text []byte, pointers []string) {
	slices.SortFunc(ins, func(a, b insertion) int { return a.at - b.at })
	raw := item.Raw()
	last := 0
	for _, in := range ins {
		dst = append(dst, raw[last:in.at]...)
		if !in.empty {
			dst = append(dst, ',')
		}
		dst = append(dst, in.members...)
		pointers = append(pointers, in.names...)
		last = in.at
	}
	return append(dst, raw[last:]...), pointers
}

func syntaxError(err error) *jsondoc.SyntaxError {
	var syn *jsondoc.SyntaxError
	if errors.As(err, &syn) {
		return syn
	}
	return &jsondoc.SyntaxError{Line: 1, Column: 1, Msg: err.Error()}
}

// Empty reports whether there is no message at all: an empty batch.
func (m *Message) Empty() bool { return m.Syntax == nil && m.Root.Kind() == jsondoc.Absent }
