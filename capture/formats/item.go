package formats

import (
	"bytes"
	"time"

	"segtap/mapping/jsondoc"
	"segtap/mapping/message"
)

// Item is one thing that was read: a message, the body of a batch, a record of a
// capture file, a request of a HAR file or a curl command.
type Item struct {
	Form Form // Value, Call or Command
	Kind Kind // of a Value: Message, Batch or Record
	Text []byte
	Root jsondoc.Value // of a Value: Text read; Absent where it is no JSON
	Line int
	// Offset is where Text begins in the input.
	Offset int64
	own    *jsondoc.Doc // Root is its root, and stays as long as what is taken; nil where it is used again
	within *Scratch     // as of [Stretch.Items]
	// Err says why it is no message; nil for all others. It wraps [ErrForeign].
	Err error
	// CutShort says that it stands in a capture file and is no whole record, as what
	// is left where a program ended while it wrote.
	CutShort bool
}

// Items gives the items of the input, one after the other: the elements of arrays each
// for itself, blank lines and empty arrays not at all. What an item points to is used
// again when give returns. An error of give ends it and is returned.
func (r *Reader) Items(give func(*Item) error) error {
	w := items{give: give}
	return r.Each(w.stretch)
}

// Scratch is memory for items that are read one after the other, as [message.Scratch] is
// for messages.
type Scratch struct {
	item jsondoc.Doc
	message.Scratch
}

// Items gives the items of a stretch as [Reader.Items] does, but CutShort is not known of
// what stands before the first record of the stretch. What an item points to, and what is
// taken of it, stays until the next item; without a scratch, for good.
func (s Stretch) Items(within *Scratch, give func(*Item) error) error {
	w := items{give: give, lasting: true, within: within}
	if within != nil {
		w.doc = &within.item
	}
	return w.stretch(s)
}

// items gives what stretches hold.
type items struct {
	give    func(*Item) error
	records bool // there are records: it is a capture file
	brief   bool // of what is seen to be a message at a glance, no more is read
	lasting bool // what an item points to stays as long as what is taken of it
	within  *Scratch
	doc     *jsondoc.Doc
	item    Item // the one that is given
}

func (w *items) stretch(s Stretch) error {
	switch s.Form {
	case Call, Command:
		item := Item{Form: s.Form, Text: s.Text, Line: s.Line, Offset: s.Offset}
		if s.Form == Command {
			_, item.Err = readCommand(s.Text, time.Time{})
		}
		return w.give(&item)
	case Value:
		return w.value(s.Text, s.Line, s.Offset)
	case Lines:
	}
	for text, line, offset := s.Text, s.Line, s.Offset; len(text) > 0; line++ {
		n := bytes.IndexByte(text, '\n') + 1
		if n == 0 {
			n = len(text)
		}
		if err := w.value(text[:n], line, offset); err != nil {
			return err
		}
		text, offset = text[n:], offset+int64(n)
	}
	return nil
}

// value gives what one value, or a line that is none, holds.
func (w *items) value(text []byte, line int, offset int64) error {
	trimmed := bytes.TrimLeft(text, blanks)
	blank := text[:len(text)-len(trimmed)]
	item := &w.item
	*item = Item{Form: Value, Text: bytes.TrimRight(trimmed, blanks), Line: line + bytes.Count(blank, []byte{'\n'}), Offset: offset + int64(len(blank))}
	switch {
	case len(item.Text) == 0:
		return nil
	case w.brief && isPlainMessage(item.Text):
		return w.give(item)
	}
	if w.doc == nil || w.lasting && w.within == nil {
		w.doc = new(jsondoc.Doc)
	}
	if w.doc.Reset(item.Text) != nil {
		item.CutShort = w.records
		return w.give(item)
	}
	if item.Root = w.doc.Root(); w.lasting {
		item.own, item.within = w.doc, w.within
	}
	item.Kind, item.Err = KindOf(item.Root)
	switch {
	case item.Err != nil:
		return w.give(item)
	case item.Kind == Nothing:
		return nil
	case item.Kind == List:
		return w.list(*item)
	case item.Kind == Record:
		w.records = true
	}
	return w.give(item)
}

// list gives what the elements of an array hold.
func (w *items) list(of Item) error {
	type element struct{ start, end int }
	var elements []element
	for e := range of.Root.Elements() {
		start, end := e.Span()
		elements = append(elements, element{start, end})
	}
	line, counted := of.Line, 0
	for _, e := range elements {
		line += bytes.Count(of.Text[counted:e.start], []byte{'\n'})
		counted = e.start
		if err := w.value(of.Text[e.start:e.end], line, of.Offset+int64(e.start)); err != nil {
			return err
		}
	}
	return nil
}

// isPlainMessage reports, at a glance, whether a text is a message that stands alone.
// It is false of some that are.
func isPlainMessage(text []byte) bool {
	if text[0] != '{' || text[len(text)-1] != '}' || bytes.Contains(text, batchName) || bytes.Contains(text, recName) {
		return false
	}
	rest := text[1:]
	for {
		rest = bytes.TrimLeft(rest, blanks+",")
		if len(rest) == 0 || rest[0] != '"' {
			return false
		}
		end := bytes.IndexByte(rest[1:], '"') + 2
		name := rest[:end]
		rest = bytes.TrimLeft(rest[end:], blanks)
		if end < 2 || len(rest) == 0 || rest[0] != ':' {
			return false
		}
		switch string(name) {
		case `"event"`, `"userId"`, `"messageId"`, `"anonymousId"`, `"originalTimestamp"`, `"sentAt"`, `"writeKey"`, `"integrations"`, `"traits"`:
			return true
		}
		var s span
		rest = bytes.TrimLeft(rest[1:], blanks)
		if !s.look(rest) {
			return false
		}
		rest = rest[s.at:]
	}
}

var batchName, recName = []byte(`"batch"`), []byte(`"rec"`)
