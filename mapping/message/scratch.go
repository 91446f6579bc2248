package message

import "segtap/mapping/jsondoc"

// Scratch is memory for requests and messages that are read one after the other, by who
// is done with each before the next: a worker that reads a file, say. Nothing that was
// read with it may be used any more once the next is read, nor what was judged of it: an
// event and a judgement point into their message. Texts, as [jsondoc.Value.Text] gives
// them, stay. The zero Scratch is ready for use, by one goroutine at a time.
//
// All its methods give new memory for a nil Scratch.
type Scratch struct {
	body, message jsondoc.Doc
	split         Body
	intake        Intake
	spliced       []byte
	writeKey      string // the last one: most of them are one
}

// Parse is [Parse] with the scratch's memory.
func (s *Scratch) Parse(text []byte) Message { return parse(text, s.messageDoc()) }

func (s *Scratch) bodyDoc() *jsondoc.Doc {
	if s == nil {
		return new(jsondoc.Doc)
	}
	return &s.body
}

func (s *Scratch) messageDoc() *jsondoc.Doc {
	if s == nil {
		return new(jsondoc.Doc)
	}
	return &s.message
}

func (s *Scratch) newBody() *Body {
	if s == nil {
		return new(Body)
	}
	s.split = Body{items: s.split.items[:0], scratch: s}
	return &s.split
}

func (s *Scratch) newIntake() *Intake {
	if s == nil {
		return new(Intake)
	}
	s.intake = Intake{}
	return &s.intake
}

// text gives room for the text of a message with what it inherits.
func (s *Scratch) text() []byte {
	if s == nil {
		return nil
	}
	return s.spliced[:0]
}

func (s *Scratch) keepText(text []byte) {
	if s != nil {
		s.spliced = text
	}
}

// writeKeyIn gives the write key that a message or a body has.
func (s *Scratch) writeKeyIn(v jsondoc.Value) string {
	key := v.Member("writeKey")
	if s == nil {
		return key.Text()
	}
	if !key.TextIs(s.writeKey) {
		s.writeKey = key.Text()
	}
	return s.writeKey
}
